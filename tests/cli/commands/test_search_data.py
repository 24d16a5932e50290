"""`pwlact search` and its neighbours on noisy data, in this process: run folders, figures, tables, refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from noisy_problems import true_segments

import pwlact
from pwlact.cli.main import main

DATA = ("--data", "d.csv", "--noisy")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    table = np.stack(true_segments(120), axis=1)
    np.savetxt("d.csv", table, delimiter=",", header="x,y", comments="")
    return tmp_path


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_search_is_a_run_with_figures_that_reads_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", *DATA, "--segments", "5", "--name", "run"]) == 0
    said = capsys.readouterr().out
    for words in ("method", "dp, lstsq values", "at the data", "standard errors", "lower bound"):
        assert words in said
    assert {path.name for path in (home / "runs/run/figures").iterdir()} == {"approximation.png", "residuals.png"}
    result = pwlact.load("runs/run")
    again, written = result.to_json(), json.loads((home / "runs/run/result.json").read_text())
    assert again.pop("data")["digest"] == written.pop("data")["digest"]  # read from the copy in the run folder
    assert again == written
    assert result.errors.data == result.errors.grid


def test_lines_that_need_not_join_are_saved_exported_and_read_back(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("search", *DATA, "--segments", "4", "--discontinuous", "--name", "run", "--csv", "p.csv", "--no-figures")
    assert main(list(words)) == 0
    lines = pwlact.load("runs/run").candidate.lines
    assert lines is not None
    rows = np.genfromtxt("p.csv", delimiter=",", skip_header=1)
    assert np.array_equal(rows[1:-1, 2], lines.slopes)
    assert main(["export", "runs/run", "--to", "csv,json"]) == 0
    exported = json.loads((home / "runs/run/export/pwl_d.json").read_text())
    assert exported["schema"] == "pwlact.lines/1"
    assert np.array_equal(exported["ends"], lines.ends)
    assert capsys.readouterr().err == ""


def test_a_criterion_chooses_and_the_bootstrap_tells_intervals(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--select", "bic", "--max-segments", "6", "--bootstrap", "4", "--no-figures", "--name", "a")
    found = _json(capsys, "search", *DATA, *words)
    assert found["segments"] == 5
    assert [row["segments"] for row in found["criteria"]] == [1, 2, 3, 4, 5, 6]
    assert len(found["bootstrap"]["points"]) == 4
    assert main(["runs", "show", "runs/a"]) == 0
    said = capsys.readouterr().out
    assert "chosen by" in said
    assert "95% of 4 draws" in said


def test_points_are_fitted_at_the_data(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", *DATA, "-P", "2,3.5,6,8"]) == 0
    said = capsys.readouterr().out
    assert "data   errors" in said
    assert "f(point)" not in said
    assert main(["fit", *DATA, "-P", "2,6", "--discontinuous", "--fit", "minimax"]) == 0


def test_a_comparison_is_of_the_methods_that_serve(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "compare", *DATA, "--segments", "4")
    assert [row["name"] for row in found["rows"]] == ["dp", "minimax", "uniform"]
    assert found["objective"] == "mse"
    assert (found["data"]["points"], len(found["data"]["digest"])) == (120, 64)
    assert all(row["gap"] >= 0.0 for row in found["rows"])


def test_a_frontier_has_information_criteria(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "frontier", *DATA, "--segments-list", "3,5,8", "--methods", "dp")
    assert len(found["data"]["digest"]) == 64
    bics = {row["segments"]: row["bic"] for row in found["rows"]}
    assert min(bics, key=lambda count: bics[count]) == 5
    assert main(["frontier", *DATA, "--segments-list", "3,5", "--methods", "dp", "--csv", "f.csv"]) == 0
    assert Path("f.csv").read_text().splitlines()[0].endswith("seconds,bic,aicc")
    assert "criteria" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("search", *DATA, "--segments", "80"),
        ("search", *DATA, "--format", "q4.12"),
        ("search", *DATA, "--mirror"),
        ("search", *DATA, "--method", "global"),
        ("search", *DATA, "-R", "auto"),
        ("search", *DATA, "--select", "bic", "--max-rms", "0.1"),
        ("search", *DATA, "--max-rms", "none"),
        ("search", *DATA, "--slope", "1"),
        ("search", "silu", "--select", "bic"),
        ("search", "silu", "--bootstrap", "5"),
        ("search", "silu", "--discontinuous"),
        ("train", *DATA),
        ("cost", *DATA),
        ("fit", *DATA, "-P", "2,6", "--grid", "100"),
        ("fit", *DATA, "-P", "2,6", "--mirror"),
    ],
    ids=" ".join,
)
def test_what_noisy_data_have_not_is_refused_in_one_line(
    words: tuple[str, ...], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(words)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert ", got " in said.err
    assert not (home / "runs").exists()
