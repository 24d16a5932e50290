"""Ctrl-C as a request to stop, not as an exception in the middle of something."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol


class Stop(Protocol):
    """A request to stop, and whether a request shall interrupt at once because there is nothing to keep yet."""

    immediate: bool

    def is_set(self) -> bool:
        """Tell whether the request was made."""
        ...


class StopEvent(threading.Event):
    """Set by a signal; while `immediate` is true, the signal raises KeyboardInterrupt too."""

    immediate = False


@contextmanager
def stop_on_signal() -> Iterator[StopEvent]:
    """Within the context, SIGINT and SIGTERM set the event that is given; a second signal acts as before.

    In other threads than the main one no signal sets it.
    """
    event = StopEvent()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    earlier = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, _frame: FrameType | None) -> None:
        event.set()
        signal.signal(number, earlier[signal.Signals(number)])
        if event.immediate:
            raise KeyboardInterrupt

    for number in earlier:
        signal.signal(number, stop)
    try:
        yield event
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def is_interrupt(fault: BaseException) -> bool:
    """Tell whether an exception is Ctrl-C's; within a compiled kernel numba makes a SystemError of it."""
    return isinstance(fault, KeyboardInterrupt) or (
        isinstance(fault, SystemError) and isinstance(fault.__cause__, KeyboardInterrupt)
    )
