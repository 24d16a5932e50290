"""The loop over an executor: each input once, few ahead, and a stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from pwlact.runs.interrupt import StopEvent
from pwlact.studies.sweeps.executors.executor import CALLS_PER_SLOT, run_all


class Immediate:
    """An executor of two slots that runs a call when it is submitted."""

    slots = 2

    def __init__(self, done: bool = True) -> None:
        self.done = done
        self.futures: list[Future[Any]] = []

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.futures.append(future)
        if self.done:
            future.set_result(function(*arguments))
        return future


def test_every_input_is_yielded_once_with_its_value() -> None:
    found = list(run_all(Immediate(), lambda number: 2 * number, range(11), StopEvent()))
    assert sorted((item, future.result()) for item, future in found) == [(item, 2 * item) for item in range(11)]


def test_inputs_are_taken_only_when_there_is_room() -> None:
    taken: list[int] = []
    finished = run_all(Immediate(), abs, (taken.append(item) or item for item in range(50)), StopEvent())  # type: ignore[func-returns-value]
    next(finished)
    assert len(taken) == CALLS_PER_SLOT * 2


def test_a_stop_cancels_what_waits() -> None:
    stop, executor = StopEvent(), Immediate(done=False)
    threading.Timer(0.1, stop.set).start()
    assert list(run_all(executor, abs, range(50), stop)) == []
    assert len(executor.futures) == CALLS_PER_SLOT * 2
    assert all(future.cancelled() for future in executor.futures)
