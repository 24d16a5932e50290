"""The best fit from the command line: in the converter, in a search, refused for a unit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pwlact.cli.main import main

POINTS = ("fit", "sigmoid", "-P", "-3", "-1", "1", "3")


def objective(capsys: pytest.CaptureFixture[str], *words: str) -> float:
    """Return J of a command's JSON."""
    assert main([*words, "--json"]) == 0
    return float(json.loads(capsys.readouterr().out)["objective"])


def test_the_converter_keeps_least_squares_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    usual = objective(capsys, *POINTS)
    assert usual == objective(capsys, *POINTS, "--fit", "lstsq")
    best = objective(capsys, *POINTS, "--fit", "best")
    assert best < objective(capsys, *POINTS, "--fit", "minimax") < usual


def test_a_search_for_the_papers_objective_takes_best_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("search", "sigmoid", "--method", "curvature", "--segments", "4", "--no-figures", "--out", str(tmp_path))
    assert main([*words, "--name", "a"]) == 0
    assert "best values" in capsys.readouterr().out
    assert 'fit = "best"' in (tmp_path / "a" / "config.toml").read_text(encoding="utf-8")
    assert main([*words, "--name", "b", "--fit", "lstsq"]) == 0
    said = capsys.readouterr().out
    assert "no bound for these values" in said
    assert "best values at these points earn" in said


def test_a_unit_has_no_best_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*POINTS, "--format", "q4.12", "--fit", "best"]) == 2
    assert "fitted by lstsq or minimax, got fit best" in capsys.readouterr().err
