"""What every place for calls offers: slots, and a future for each call; and a loop that keeps the slots busy."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol, TypeVar

from pwlact.errors import RunError
from pwlact.runs.interrupt import Stop

Input = TypeVar("Input")

MAX_RUNS = 3
"""How often a call runs whose worker is killed each time."""
CALLS_PER_SLOT = 2  # one that runs and one that waits beside it
POLL = 0.2  # seconds from a request to stop until it is noticed


class EngineError(RunError):
    """The engine itself failed, or is gone: no call is at fault, and all that are unfinished can run again."""


class Executor(Protocol):
    """Runs calls elsewhere; a call whose worker is killed runs again, `MAX_RUNS` times in all."""

    @property
    def slots(self) -> int:
        """How many calls run at the same time, at least 1."""
        ...

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Have a call run.

        Parameters
        ----------
        function : callable
            A function that the workers can import.
        *arguments
            Its arguments, which can be pickled.

        Returns
        -------
        concurrent.futures.Future
            The value of the call, or its exception; `RunError` where its worker was killed each time, and
            `EngineError` where the engine is gone.
        """
        ...


def run_all(
    executor: Executor, function: Callable[[Input], Any], inputs: Iterable[Input], stop: Stop
) -> Iterator[tuple[Input, Future[Any]]]:
    """Call a function on each input, and yield each input with its future as soon as that is done.

    Parameters
    ----------
    executor : Executor
        Where the calls run; at most two for each of its slots are submitted ahead.
    function : callable
        A function of one input, which the workers can import.
    inputs : iterable
        Inputs that can be pickled; each is taken when there is room for it.
    stop : Stop
        Once it is set, nothing more is submitted or yielded, and the calls that wait are cancelled.
    """
    ahead, running = iter(inputs), dict[Future[Any], Input]()
    try:
        while not stop.is_set():
            _fill(executor, function, ahead, running)
            if not running:
                return
            for future in wait(running, POLL, FIRST_COMPLETED).done:
                yield running.pop(future), future
    finally:
        for future in running:
            future.cancel()


def _fill(
    executor: Executor, function: Callable[[Input], Any], ahead: Iterator[Input], running: dict[Future[Any], Input]
) -> None:
    room = CALLS_PER_SLOT * executor.slots - len(running)
    for item in itertools.islice(ahead, max(room, 0)):
        running[executor.submit(function, item)] = item
