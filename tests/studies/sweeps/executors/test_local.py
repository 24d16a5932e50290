"""Calls in processes: values, exceptions, killed processes, and an end in the middle of a call."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sweep_calls import double, fail, killed, recorded

from pwlact.errors import RunError
from pwlact.studies.sweeps.executors.local import LocalExecutor, local


@pytest.fixture(scope="module")
def executor() -> Iterator[LocalExecutor]:
    with local(2) as executor:
        yield executor


def test_a_call_gives_its_value_or_its_exception(executor: LocalExecutor) -> None:
    good, bad = executor.submit(double, 4), executor.submit(fail, 4)
    assert good.result(30) == 8
    with pytest.raises(ValueError, match="4 is bad"):
        bad.result(30)


def test_a_killed_process_takes_only_its_own_call_along_which_runs_again(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    runs = tmp_path / "other"
    other = executor.submit(recorded, (str(runs), 7, 2.0))
    assert executor.submit(killed, (str(tmp_path / "killed"), 2)).result(60) == 3
    assert other.result(30) == 7
    assert len(runs.read_text().splitlines()) == 1


def test_a_call_whose_process_is_always_killed_runs_three_times(executor: LocalExecutor, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="killed 3 times"):
        executor.submit(killed, (str(tmp_path / "killed"), 9)).result(60)
    assert len((tmp_path / "killed").read_text().splitlines()) == 3
    assert executor.submit(double, 1).result(30) == 2


def test_the_end_of_the_context_ends_a_call(tmp_path: Path) -> None:
    with local(1) as executor:
        running = executor.submit(recorded, (str(tmp_path / "runs"), 0, 60.0))
        limit = time.monotonic() + 30
        while not (tmp_path / "runs").exists():
            assert time.monotonic() < limit
            time.sleep(0.01)
        before = time.monotonic()
    assert time.monotonic() - before < 10
    assert running.exception(1) is not None
    assert threading.active_count() < 20
