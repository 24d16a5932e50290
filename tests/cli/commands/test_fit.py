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
    assert [row["start"] for row in rows] == ["-inf", "-8.0000", "-2.5000", "-0.7000", "0.7000", "2.5000", "8.0000"]
    assert (rows[0]["slope"], rows[-1]["slope"]) == ("0.0000", "1.0000")
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


def test_fit_finds_the_best_codes_of_each_piece(units: Path) -> None:
    unit = ("--format", "q3.5", "--unit.slope", "q1.5", "--unit.intercept", "q2.7", "-R", "-4", "4")
    fitted = run_in(units, "fit", "tanh", "-P", "-2", "-1", "0", "1", "2", *unit, "--fit", "minimax", "--json")
    assert one_object(fitted)["errors"]["codes"]["max"] == pytest.approx(0.0509058, abs=1e-7)


def test_points_above_zero_make_half_a_table(units: Path) -> None:
    cuts = ("-P", "0.5", "1", "1.5", "2", "3", "-R", "-4", "4", "--mirror")
    fitted = one_object(run_in(units, "fit", "tanh", *cuts, "--format", "q3.5", "--json"))
    assert fitted["segments"] == 12
    assert fitted["unit"]["begins"] == [16, 32, 48, 64, 96]  # q3.5 ends at 4: no tail


def test_fit_has_the_grid_the_check_and_the_error_figure_of_the_papers_converter(tmp_path: Path) -> None:
    (tmp_path / "a_log.txt").write_text(
        "Function: gelu\nFinal Chosen Points: [-2.5, -0.7, 0.7, 2.5]\n", encoding="utf-8"
    )
    words = ("fit", "GELU tanh", "--points-from", "a_log.txt", "-R", "8", "-8", "--grid", "100000")
    more = ("--check", "fp16", "--plot-error", "error.png", "--csv", "all.csv", "--json")
    fitted = one_object(run_in(tmp_path, *words, *more))
    plain = one_object(run_in(tmp_path, *words[:-2], "--json"))
    assert fitted["interval"] == [-8.0, 8.0]
    assert fitted["values"] != plain["values"]
    assert fitted["values"] == pytest.approx(plain["values"], abs=1e-4)
    assert fitted["errors"]["grid"]["max"] == pytest.approx(fitted["errors"]["exact"]["max"], rel=1e-6)
    assert fitted["check"]["format"] == "fp16"
    assert fitted["check"]["errors"]["max"] > fitted["errors"]["exact"]["max"]
    assert (tmp_path / "error.png").stat().st_size > 1000
    with (tmp_path / "all.csv").open(encoding="utf-8") as file:
        assert [float(row["beta"]) for row in list(csv.DictReader(file))[:-1]] == fitted["betas"]
    refused = run_in(tmp_path, *words, "--mirror")
    assert refused.returncode == 2
    assert "another grid goes with real numbers" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--grid", "100000", "--mirror"), "got --grid with --mirror"),
        (("--grid", "100000", "--format", "q4.8"), "got --grid with --format"),
        (("--plot", "a.png", "--plot-error", "a.png"), "a file each, got a.png"),
        (("--plot", "a.png", "--csv", "none/b.csv"), "folder must exist, got none/b.csv"),
        (("--plot", "a.png", "--plot-error", "none/b.png"), "folder must exist, got none/b.png"),
    ],
)
def test_what_cannot_be_done_is_refused_before_a_file_is_written(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    refused = run_in(tmp_path, "fit", "tanh", "-P", "1", *words)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert said in refused.stderr
    assert not list(tmp_path.iterdir())
