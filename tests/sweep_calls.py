"""Calls for the executors of sweeps, whose workers import them by this module's name."""

from __future__ import annotations

import os
import signal
import sys
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


def busy(path: str) -> int:
    """Keep the interpreter to itself for a minute and more, as a compiled kernel does."""
    Path(path).write_text(str(os.getpid()))
    return sum(range(10**11))


def unpicklable(number: int) -> object:
    return lambda: number


def killed(note: tuple[str, int]) -> int:
    """Kill the own process as long as the file has fewer lines than the number; return how many it has."""
    path, number = note
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()}\n")
    lines = len(Path(path).read_text().splitlines())
    if lines <= number:
        os.kill(os.getpid(), signal.SIGKILL)
    return lines


if __name__ == "__main__":  # a process with a busy call, to be killed
    from pwlact.studies.sweeps.executors.local import local

    with local(1) as executor:
        executor.submit(busy, sys.argv[1]).result()
