"""`pwlact fit` as a process: the converter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from processes import Run, Trained, one_object, run_in


def test_fit_converts_points(trained: Trained, run: Run) -> None:
    words = ("fit", "gelu_tanh", "-P", "-2.5", "-0.7", "0.7", "2.5", "-R", "-8", "8", "--round", "4")
    done = run(*words, "--csv", "segments.csv", "--plot", "fit.svg")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "p(point)" in done.stdout
    with (trained.home / "segments.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["start"] for row in rows] == ["-8.0000", "-2.5000", "-0.7000", "0.7000", "2.5000"]
    assert (trained.home / "fit.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")


def test_fit_of_a_runs_points_is_the_run(trained: Trained, run: Run) -> None:
    again = one_object(run("fit", "--points-from", "first", "--json"))
    for key in ("function", "interval", "points", "values", "slopes", "betas", "errors", "objective", "tails"):
        assert again[key] == trained.result[key]
    assert again["reward"] == pytest.approx(trained.result["reward"], rel=1e-12)


def test_fit_gives_a_units_codes(units: Path) -> None:
    unit = ("--format", "q3.5", "-R", "-4", "4")
    fitted = one_object(run_in(units, "fit", "silu", "-P", "-2", "0", "1.5", *unit, "--json"))
    assert fitted["unit"]["begins"] == [-64, 0, 48]
    assert fitted["errors"]["codes"]["max"] == fitted["unit"]["report"]["errors"]["max"]
