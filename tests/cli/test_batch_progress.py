"""The progress of a batch."""

from __future__ import annotations

import time

import pytest

from pwlact.cli.batch_progress import batch_progress


def test_plain_lines_tell_count_rate_and_worst_and_rounds_count_anew(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with batch_progress() as watch:
        watch(64, 300, 0.5)
        now += 20.0
        watch(128, 300, 0.7)
        watch(64, 200, 0.1)
        now += 20.0
        watch(200, 200, 0.2)
        watch(30, 64, 0.3)
        now += 20.0
        watch(45, 45, 0.3)
    assert capsys.readouterr().err.splitlines() == [
        "128 of 300 functions, 6 functions/s, worst so far 0.7",
        "200 of 200 functions, 10 functions/s, worst so far 0.2",
    ]
