"""Progress of an allocation."""

from __future__ import annotations

import pytest

from pwlact.cli import counter
from pwlact.cli.allocation_progress import allocation_progress


def test_plain_lines_tell_curves_then_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(counter, "EVERY", 0.0)
    with allocation_progress() as watch:
        watch(1, 2, "curves")
        watch(2, 2, "curves")
        watch(1, 3, "runs")
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(",")[0] for line in lines] == ["1 of 2 curves", "2 of 2 curves", "1 of 3 runs"]
    assert all(line.endswith("/min") for line in lines)
