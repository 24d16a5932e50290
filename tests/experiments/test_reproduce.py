"""`make reproduce` stops when it is told to: the trainings after the one that was stopped do not begin."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import ENVIRONMENT

SCRIPT = Path(__file__).parents[2] / "experiments" / "reproduce.py"


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_a_signal_stops_all_trainings(tmp_path: Path, number: signal.Signals) -> None:
    words = [sys.executable, str(SCRIPT), "--out", str(tmp_path / "runs")]
    script = subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    limit = time.monotonic() + 120
    while not list(tmp_path.glob("runs/*/seed-*/checkpoint.json")):
        assert script.poll() is None, script.communicate()
        assert time.monotonic() < limit
        time.sleep(0.1)
    script.send_signal(number)
    stdout, stderr = script.communicate(timeout=60)
    assert script.returncode == 130, stderr
    assert stdout == ""
    assert "reproduce: interrupted: " in stderr.splitlines()[-1]
    assert "goes on" in stderr.splitlines()[-1]
    assert "Traceback" not in stderr
    assert len(list((tmp_path / "runs").iterdir())) == 1
