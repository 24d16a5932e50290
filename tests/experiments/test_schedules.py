"""The study of schedules as a process, on trainings of one rollout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from processes import ENVIRONMENT

SCRIPT = Path(__file__).parents[2] / "experiments" / "schedules.py"
TINY = ("--functions", "silu", "--rates", "1e-3", "--schedules", "cosine", "exponential", "--seeds", "1")


def _study(folder: Path) -> str:
    words = [sys.executable, str(SCRIPT), *TINY, "--engine", "sb3", "--steps", "8", "--jobs", "1", "--out", str(folder)]
    return subprocess.run(words, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout


def test_goes_on_after_a_kill_with_what_is_missing(tmp_path: Path) -> None:
    first = _study(tmp_path)
    path = tmp_path / "trainings.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 2
    assert first.splitlines()[0].startswith("silu: best episodes over 1 seeds")
    assert first.splitlines()[-1] == str(tmp_path / "schedules.png")
    (tmp_path / "schedules.png").unlink()
    path.write_text(lines[0] + lines[1][:50], encoding="utf-8")  # killed while writing
    second = _study(tmp_path)
    again = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert again[0] == lines[0]
    entries = [{**json.loads(line), "seconds": 0} for line in (lines[1], again[1])]
    assert entries[0] == entries[1]
    assert sum(entries[0]["histogram"]) == 64  # all episodes: one rollout of 64 environments
    assert entries[0]["percentiles"] == sorted(entries[0]["percentiles"])
    assert entries[0]["percentiles"][-1] <= entries[0]["best_episode"]
    assert (tmp_path / "schedules.png").is_file()
    assert len(second.splitlines()) == len(first.splitlines())
