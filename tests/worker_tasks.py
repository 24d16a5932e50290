"""Work for worker processes, which import it by this module's name; shared by the tests of workers."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from pwlact.rl.status import TrainingStatus
from pwlact.runs.interrupt import Stop


def double(seed: int, observe: Any, stop: Stop) -> int:
    observe(seed, TrainingStatus(steps=seed))
    return 2 * seed


def until_stopped(seed: int, observe: Any, stop: Stop) -> str:
    observe(seed, TrainingStatus())
    limit = time.monotonic() + 30
    while not stop.is_set():
        assert time.monotonic() < limit
        time.sleep(0.01)
    return "stopped"


def starting(seed: int, observe: Any, stop: Stop) -> str:
    stop.immediate = True
    observe(seed, TrainingStatus(phase="choosing starts"))
    limit = time.monotonic() + 30
    try:
        while time.monotonic() < limit:
            time.sleep(0.01)  # short, for the interrupt is raised between two steps of Python
    except KeyboardInterrupt:
        stop.immediate = False
        return f"interrupted, {stop.is_set()}"
    return "not interrupted"


def killed(seed: int, observe: Any, stop: Stop) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
