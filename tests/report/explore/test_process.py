"""The process that searches, as the server sees it, with a small process in its place."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from pwlact.report.explore import process
from pwlact.report.explore.process import Searcher

PROGRAM = """
import json, os, sys, time
time.sleep(float(sys.argv[1]))
print("{}", flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request.get("die"): os._exit(3)
    time.sleep(request.get("sleep", 0))
    print(json.dumps({"sequence": request["sequence"], "id": os.getpid()}), flush=True)
"""


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Put a process in place that sleeps as asked."""
    monkeypatch.setattr(process, "WORDS", ("-c", PROGRAM, "0"))
    monkeypatch.setattr(process, "PATIENCE", 0.3)


def play(steps):
    """Run `steps`, a coroutine function of a searcher, and end the searcher."""

    async def run():
        searcher = Searcher()
        try:
            return await steps(searcher)
        finally:
            await searcher.close()

    return asyncio.run(run())


def ask(searcher, sequence, page="one", limit=20.0, **request):
    """Ask, as a task."""
    return asyncio.ensure_future(searcher.ask(page, {"sequence": sequence, **request}, limit))


def test_requests_are_answered_in_turn_by_one_process():
    async def steps(searcher):
        return [json.loads(await ask(searcher, n)) for n in range(3)]

    told = play(steps)
    assert [one["sequence"] for one in told] == [0, 1, 2]
    assert len({one["id"] for one in told}) == 1


def test_of_waiting_requests_of_a_page_the_newest_is_answered():
    async def steps(searcher):
        running = ask(searcher, 0, sleep=0.2)
        await asyncio.sleep(0.1)
        return await asyncio.gather(running, *(ask(searcher, n) for n in range(1, 5)))

    first, *stale, last = play(steps)
    assert stale == [None, None, None]
    assert json.loads(first)["sequence"] == 0
    assert json.loads(last)["sequence"] == 4


def test_pages_do_not_drop_each_other():
    async def steps(searcher):
        return await asyncio.gather(ask(searcher, 0, sleep=0.05), ask(searcher, 1, "two"), ask(searcher, 2, "three"))

    assert None not in play(steps)


def test_time_to_load_is_no_part_of_a_search(monkeypatch):
    monkeypatch.setattr(process, "WORDS", ("-c", PROGRAM, "0.6"))

    async def steps(searcher):
        loading = ask(searcher, 0)
        await asyncio.sleep(0.1)
        return await asyncio.gather(loading, ask(searcher, 1))

    assert [json.loads(told)["sequence"] for told in play(steps)] == [0, 1]


@pytest.mark.parametrize("loading", ["0", "0.3"])
def test_a_long_search_ends_where_its_page_asks_for_another_also_while_the_process_loads(loading, monkeypatch):
    monkeypatch.setattr(process, "WORDS", ("-c", PROGRAM, loading))

    async def steps(searcher):
        long = ask(searcher, 0, sleep=60)
        await asyncio.sleep(0.1)
        return await asyncio.gather(long, ask(searcher, 1))

    began = time.monotonic()
    long, short = play(steps)
    assert long is None
    assert json.loads(short)["sequence"] == 1
    assert time.monotonic() - began < 20


def test_a_search_has_a_limit_and_the_next_one_a_new_process():
    async def steps(searcher):
        return await ask(searcher, 0, limit=0.2, sleep=60), await ask(searcher, 1)

    told, after = play(steps)
    assert json.loads(told) == {
        "fault": "a search here has 0.2 seconds, got one that takes longer; run it by its command",
        "sequence": 0,
    }
    assert json.loads(after)["sequence"] == 1


def test_a_process_that_ends_is_a_fault_and_the_next_one_starts():
    async def steps(searcher):
        return await ask(searcher, 0, die=True), await ask(searcher, 1)

    told, after = play(steps)
    assert "ended" in json.loads(told)["fault"]
    assert json.loads(after)["sequence"] == 1


def test_closing_ends_a_running_search():
    async def steps(searcher):
        running = ask(searcher, 0, sleep=60)
        await asyncio.sleep(0.2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    began = time.monotonic()
    play(steps)
    assert time.monotonic() - began < 20
