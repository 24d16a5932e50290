"""`pwlact audit` as a process."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from processes import one_object, run_in

LI = """begin,slope,intercept
0,0.2389,0.5
1,0.1481,0.59049
2,0.06975,0.74781
3,0.02367,0.88603
4.5,0.00252,0.98125
8,0,1
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "li.csv").write_text(LI, encoding="utf-8")
    return tmp_path


def test_a_published_table_has_its_published_figures(home: Path) -> None:
    words = ("audit", "li.csv", "--function", "sigmoid", "--mirror", "--csv", "rows.csv", "--plot", "a.pdf")
    data = one_object(run_in(home, *words, "--json"))
    assert data["errors"]["exact"]["max"] == pytest.approx(7.84e-3, abs=5e-6)
    assert data["errors"]["exact"]["at"] == 1.0
    assert data["best"] == pytest.approx(data["lower_bound"], rel=1e-6)
    assert data["gap"] == pytest.approx(1.2, abs=0.01)
    assert [row["begin"] for row in data["rows"]] == [0, 1, 2, 3, 4.5]
    with (home / "rows.csv").open(encoding="utf-8") as file:
        assert [float(row["max_error"]) for row in csv.DictReader(file)] == [row["max_error"] for row in data["rows"]]
    assert (home / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_unit_of_the_table_is_measured_too(home: Path) -> None:
    done = run_in(home, "audit", "li.csv", "--function", "sigmoid", "--mirror", "--format", "q4.12")
    assert done.returncode == 0, done.stderr
    for word in (
        "by symmetry below",
        "input codes",
        "ULP",
        "best possible",
        "in the same formats",
        "mend first",
        "row 1",
    ):
        assert word in done.stdout


def test_a_runs_name_is_a_table(searched_units: Path) -> None:
    small = one_object(run_in(searched_units, "audit", "small", "--json"))
    assert small["unit"]["report"]["errors"]["max"] == small["max_error"]
    assert small["gap"] == pytest.approx(0.0, abs=1e-6)
    assert one_object(run_in(searched_units, "audit", "runs/real", "--json"))["gap"] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("li.csv",), "a table's function must be known, got none; add --function sigmoid"),
        (("missing.csv", "--function", "sigmoid"), "a table is a file, got missing.csv; check the path"),
        (("pipe", "--function", "sigmoid"), "a table is a file, got pipe; check the path"),
        (("li.csv", "--function", "sigmod"), "did you mean sigmoid"),
        (("li.csv", "--function", "sigmoid", "--codes"), "add --format q4.12"),
        (("li.csv", "--function", "sigmoid", "--plot", "a.txt"), "a figure's file ends in .png"),
        (("li.csv", "--function", "sigmoid", "--codes", "--format", "q4.12"), "breakpoints must be codes of q4.12"),
        ((), "TABLE is needed, got none"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(words: tuple[str, ...], said: str, home: Path) -> None:
    os.mkfifo(home / "pipe")
    done = run_in(home, "audit", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
