"""The command line as a process; shared by the tests in `cli`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "COLUMNS": "100"}
TINY = ("--segments", "3", "--evaluations", "3", "--ppo.envs", "8", "--ppo.epochs", "1", "--ppo.strategies", "2")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Start = Callable[..., "subprocess.Popen[str]"]


def command(*words: str) -> list[str]:
    """Return the command line of a process."""
    return [sys.executable, "-m", "pwlact.cli", *words]


def run_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a folder."""
    return subprocess.run(
        command(*words), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False
    )


def one_object(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return the one JSON object that stdout must be."""
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert isinstance(data, dict)
    return data


@dataclass(frozen=True)
class Trained:
    """A folder with the run `first` in `runs`, and what its training printed."""

    home: Path
    done: subprocess.CompletedProcess[str]

    @property
    def result(self) -> dict[str, Any]:
        """What `train --json` printed."""
        return one_object(self.done)

    @property
    def folder(self) -> Path:
        """The run's folder."""
        return self.home / "runs" / "first"
