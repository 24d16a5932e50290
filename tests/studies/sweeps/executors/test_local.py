"""Calls in processes: values, exceptions, killed processes, and an end in the middle of a call."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sweep_calls
from sweep_calls import busy, double, fail, killed, recorded

from pwlact.studies.sweeps.executors.local import THREADS, LocalExecutor, local


@pytest.fixture(scope="module")
def executor() -> Iterator[LocalExecutor]:
    with local(2) as executor:
        yield executor


def test_a_call_gives_its_value_or_its_exception(executor: LocalExecutor) -> None:
    good, bad = executor.submit(double, 4), executor.submit(fail, 4)
    assert good.result(30) == 8
    with pytest.raises(ValueError, match="4 is bad"):
        bad.result(30)


def test_a_killed_process_takes_only_its_own_call_along_which_runs_again(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    runs = tmp_path / "other"
    other = executor.submit(recorded, (str(runs), 7, 2.0))
    assert executor.submit(killed, (str(tmp_path / "killed"), 2)).result(60) == 3
    assert other.result(30) == 7
    assert len(runs.read_text().splitlines()) == 1


def test_the_end_of_the_context_ends_a_busy_call(tmp_path: Path) -> None:
    with local(1) as executor:
        running = executor.submit(busy, str(tmp_path / "pid"))
        waiting = executor.submit(double, 4)
        pid = _written(tmp_path / "pid")
        before = time.monotonic()
    assert time.monotonic() - before < 10
    assert running.exception(1) is not None
    assert waiting.cancelled()
    assert not _runs(pid)


def test_a_killed_parent_takes_its_busy_processes_along(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    words = [sys.executable, str(Path(sweep_calls.__file__)), str(pid_file)]
    with subprocess.Popen(words, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}) as parent:
        pid = _written(pid_file)
        parent.kill()
    limit = time.monotonic() + 10
    while _runs(pid):
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_the_number_of_threads_is_one_within_the_context_only(
    executor: LocalExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(THREADS, "7")
    with local(1):
        assert os.environ[THREADS] == "1"
    assert os.environ[THREADS] == "7"
    monkeypatch.delenv(THREADS)
    with local(1):
        assert os.environ[THREADS] == "1"
    assert THREADS not in os.environ


def _written(path: Path) -> int:
    """Wait for a file that holds a process's number, and return that."""
    limit = time.monotonic() + 30
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < limit
        time.sleep(0.02)
    return int(path.read_text())


def _runs(pid: int) -> bool:
    """Tell whether a process runs; one that is dead and not yet looked at does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
