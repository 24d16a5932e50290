"""What is printed of a sweep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sweeps import GRID, TPE, Here, swept

from pwlact.cli import show_sweep
from pwlact.cli.show_sweep import print_sweep
from pwlact.errors import RunError


def _printed(sweep: Any, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_sweep(sweep, sweep.rows())
    return capsys.readouterr().out.splitlines()


def test_function_has_a_line_for_each_combination(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _printed(swept(tmp_path / "a", {**GRID, "published": {"silu": 5}}), capsys)
    assert lines[0] == "silu: objective over 2 seeds, published reward 5"
    assert lines[1].split() == ["segments", "range", "mean", "spread", "best", "seconds"]
    assert lines[3].split() == ["2", "[-8,", "8]", "0.5005", "0.00070711", "0.5", "0.1"]
    assert "share of each setting in the variance" in lines
    assert lines[-1] == "24 of 24 trials: 24 complete"


def test_many_combinations_are_cut_to_the_best(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(show_sweep, "MAX_LINES", 3)
    lines = _printed(swept(tmp_path / "a", TPE), capsys)
    assert ", the best 3 of " in lines[0]
    means = [float(line.split()[2]) for line in lines[3:6]]
    assert means == sorted(means)
    assert "share of each setting in what sets the better trials apart" in lines


def test_failures_are_told_with_their_reason_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def lost() -> Any:
        raise RunError("no luck")

    lines = _printed(swept(tmp_path / "a", executor=Here({0: lost, 1: lost})), capsys)
    assert lines[-2:] == ["24 of 24 trials: 22 complete, 2 failed", "failed: no luck"]
