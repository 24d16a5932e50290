"""A run folder belongs to one process at a time; a killed one's lock stands in nobody's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pwlact.errors import FileError
from pwlact.runs.lock import locked
from pwlact.runs.training import resume_training, run_training
from pwlact.settings.training import TrainConfig

HOLDER = "import sys, time; from pathlib import Path; from pwlact.runs.lock import locked\n"
HOLDER += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_a_folder_is_held_once_and_free_again(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(FileError, match="one process at a time"), locked(tmp_path):
            pass
        assert list(tmp_path.iterdir()) == []
    with locked(tmp_path):
        pass


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(FileError, match="another one holds"), locked(tmp_path):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    with locked(tmp_path):
        pass


def test_a_run_is_not_resumed_while_it_is_trained(tiny: TrainConfig) -> None:
    refused: list[str] = []

    def again(seed: int, status: object) -> None:
        if not refused and Path(tiny.out, "tiny").exists():
            with pytest.raises(FileError) as caught:
                resume_training(Path(tiny.out, "tiny"), tiny, lambda *_: None)
            refused.append(str(caught.value))

    run_training(tiny, again)
    assert "one process at a time" in refused[0]
