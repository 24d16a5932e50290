"""Ctrl-C as a wish to stop soon, not as an exception in the middle of something."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """Within the context, SIGINT and SIGTERM set the event that is given; a second one acts as before."""
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    earlier = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def wish(number: int, _frame: FrameType | None) -> None:
        event.set()
        signal.signal(number, earlier[signal.Signals(number)])

    for number in earlier:
        signal.signal(number, wish)
    try:
        yield event
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
