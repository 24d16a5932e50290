"""The progress of a pretraining: a line for each phase, and one every ten seconds."""

from __future__ import annotations

import math
import time

import pytest

from pwlact.cli.pretrain_progress import pretrain_progress
from pwlact.rl.general.status import PretrainStatus


def _status(phase: str, steps: int, gap: float = math.nan) -> PretrainStatus:
    return PretrainStatus(phase=phase, steps=steps, progress=steps / 1000, rate=12.5, gap=gap, best_gap=gap)


def test_phases_have_a_line_each_and_updates_one_every_ten_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with pretrain_progress() as watch:
        assert watch(_status("drawing functions", 0))
        assert watch(_status("imitating descents", 10))
        now += 9.9
        assert watch(_status("imitating descents", 20))
        now += 0.2
        assert watch(_status("imitating descents", 250, gap=0.125))
    assert [line.removeprefix("pwlact: ") for line in capsys.readouterr().err.splitlines()] == [
        "drawing functions",
        "imitating descents, 1 %, 12.5 updates/s",
        "imitating descents, 25 %, 12.5 updates/s, gap 12.5 %, best 12.5 %",
    ]
