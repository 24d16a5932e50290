"""Tools as processes with a time limit; a process ends together with the processes that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from typing import NamedTuple

from pwlact.errors import RunError


class Finished(NamedTuple):
    """Exit code of a process, and what it printed on standard output and standard error."""

    code: int
    output: str
    errors: str


def run(command: list[str], folder: Path, seconds: float) -> Finished:
    """Run a command in a folder to its end.

    Parameters
    ----------
    command : list of str
        Program and arguments.
    folder : Path
        Working folder.
    seconds : float
        Time limit.

    Raises
    ------
    RunError
        If it does not start, or exceeds the limit, at which it and its children are killed.
    """
    name = Path(command[0]).name
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,  # a group of its own, so that its children end with it
        )
    except OSError as fault:
        raise RunError(f"{name} must start, got {fault.strerror or fault}; install it anew") from fault
    with process:
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as fault:
            _end(process)
            raise RunError(f"{name} must end within {seconds:.0f} s, got no end; look for a loop") from fault
        except BaseException:
            _end(process)
            raise
    return Finished(process.returncode, output, errors)


def _end(process: subprocess.Popen[str]) -> None:
    """Kill a process and its children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
