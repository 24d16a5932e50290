"""Work in processes of its own: outcomes in order, news in between, requests to stop, and a killed process."""

from __future__ import annotations

import signal
import threading
from typing import Any

import pytest
from worker_tasks import double, killed, starting, until_stopped

from pwlact.errors import RunError
from pwlact.rl.status import TrainingStatus
from pwlact.runs.workers import in_processes, signals_blocked


def test_outcomes_come_in_the_order_of_the_seeds() -> None:
    told: dict[int, int] = {}
    found = in_processes(double, [5, 3, 4], 2, lambda seed, status: told.update({seed: status.steps}), _event())
    assert found == [10, 6, 8]
    assert told == {3: 3, 4: 4, 5: 5}


@pytest.mark.parametrize(("work", "outcome"), [(until_stopped, "stopped"), (starting, "interrupted, True")])
def test_a_request_to_stop_reaches_every_worker(work: Any, outcome: str) -> None:
    stop, told = _event(), set[int]()

    def observe(seed: int, status: TrainingStatus) -> None:
        told.add(seed)
        if told == {0, 1}:
            stop.set()

    assert in_processes(work, [0, 1], 2, observe, stop) == [outcome, outcome]


def test_a_killed_process_is_a_failed_run() -> None:
    with pytest.raises(RunError, match="was killed"):
        in_processes(killed, [0], 1, lambda seed, status: None, _event())


def test_signals_wait_until_the_block_ends() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    passed = False
    try:
        with pytest.raises(KeyboardInterrupt), signals_blocked():  # noqa: PT012
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # another thread would not hold it back
            passed = True
    finally:
        signal.signal(signal.SIGINT, before)
    assert passed


def _event() -> threading.Event:
    return threading.Event()
