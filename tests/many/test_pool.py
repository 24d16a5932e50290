"""Tasks one after the other or side by side: the same outcomes, and a killed process in one line."""

from __future__ import annotations

import os
import signal

import pytest

from pwlact.errors import RunError
from pwlact.many.pool import in_chunks


def double(task: int) -> int:
    return 2 * task


def fatal(task: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return task


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_every_task_has_its_outcome(jobs: int) -> None:
    assert dict(in_chunks(double, [5, 3, 4], jobs)) == {0: 10, 1: 6, 2: 8}


@pytest.mark.slow
def test_a_killed_process_is_told() -> None:
    with pytest.raises(RunError, match="was killed"):
        list(in_chunks(fatal, [1, 2], 2))
