"""The progress of a sweep on stderr."""

from __future__ import annotations

from pathlib import Path

import pytest
from sweeps import GRID, swept

from pwlact.cli import counter
from pwlact.cli.sweep_progress import sweep_progress


def test_line_has_count_rate_best_and_failures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = swept(tmp_path / "a", {**GRID, "functions": ["silu"], "seeds": 1})
    rows = [*sweep.rows(), {"state": "failed", "function": "silu"}]
    monkeypatch.setattr(counter, "EVERY", 0.0)
    with sweep_progress(sweep) as watch:
        watch(rows)
    line = capsys.readouterr().err.strip()
    assert line.startswith("7 of 6 trials, ")
    assert line.endswith(" trials/s, best silu 0.2, 1 failed")
