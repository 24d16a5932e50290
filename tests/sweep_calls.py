"""Calls for the executors of sweeps, whose workers import them by this module's name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def fail(number: int) -> int:
    raise ValueError(f"{number} is bad")


def recorded(note: tuple[str, int, float]) -> int:
    """Append a line to a file, wait, and return the number."""
    path, number, seconds = note
    with Path(path).open("a") as file:
        file.write(f"{number} {os.getpid()}\n")
    time.sleep(seconds)
    return number


def killed(note: tuple[str, int]) -> int:
    """Kill the own process as long as the file has fewer lines than the number; return how many it has."""
    path, number = note
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()}\n")
    lines = len(Path(path).read_text().splitlines())
    if lines <= number:
        os.kill(os.getpid(), signal.SIGKILL)
    return lines
