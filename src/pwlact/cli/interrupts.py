"""Ctrl-C and SIGTERM on the command line: one line that says what was kept, and exit code 130."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwlact.search.result import Result

INTERRUPTED = 130  # exit code, as shells have it


@contextmanager
def sigterm_as_interrupt() -> Iterator[None]:
    """Within the context, SIGTERM raises KeyboardInterrupt, as Ctrl-C does. Other threads than the main one wait."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGTERM, _raise)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def check_finished(folder: Path, result: Result) -> None:
    """Raise KeyboardInterrupt, with what to do next, where a training was interrupted."""
    if result.status == "interrupted":
        raise KeyboardInterrupt(f"{folder} was kept; `pwlact runs resume {folder}` goes on")


def check_drawn(folder: Path, result: Result, count: int) -> None:
    """Raise KeyboardInterrupt, with what is missing, where a bootstrap of `count` draws was interrupted."""
    if result.status == "interrupted":
        drawn = result.details["bootstrap"]["count"]
        raise KeyboardInterrupt(f"{folder} was kept, with {drawn} of {count} draws; run it again for all")


@contextmanager
def kept(folder: Path) -> Iterator[None]:
    """Within the context, an interrupt says that the run is kept, without its figures."""
    try:
        yield
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(f"{folder} was kept; `pwlact plot {folder}` draws its figures") from stop
