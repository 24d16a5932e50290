"""`pwlact frontier` as a process."""

from __future__ import annotations

import csv
from pathlib import Path

from processes import one_object, run_in


def test_a_frontier_is_json_csv_and_a_figure(tmp_path: Path) -> None:
    words = ("--segments-list", "9", "3", "--methods", "minimax", "uniform", "--csv", "a.csv", "--plot", "a.pdf")
    found = one_object(run_in(tmp_path, "frontier", "sigmoid", *words, "--json"))
    assert found["segments"] == [3, 9]
    assert found["lower_bounds"] == sorted(found["lower_bounds"], reverse=True)
    assert [row["bits"] for row in found["fewest"]] == [8, 10, 12, 16]
    assert found["fewest"][0]["segments"] == 9
    assert all(row["objective"] >= row["lower_bound"] for row in found["rows"])
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        assert [row["method"] for row in csv.DictReader(file)] == ["minimax", "uniform"] * 2
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_frontier_is_a_table_and_says_where_it_is_drawn(tmp_path: Path) -> None:
    done = run_in(tmp_path, "frontier", "tanh", "--most", "4", "--objective", "mse", "--methods", "uniform")
    assert done.returncode == 0, done.stderr
    for word in ("uniform", "lower bound", "asymptote", "fewest segments", "bits", "runs/frontier-tanh.png"):
        assert word in done.stdout
    assert (tmp_path / "runs" / "frontier-tanh.png").is_file()


def test_a_units_frontier_has_the_fewest_segments_that_its_format_allows(units: Path) -> None:
    unit = ("--format", "q3.5", "-R", "-4", "4")
    data = one_object(run_in(units, "frontier", "silu", *unit, "--segments-list", "2", "4", "--no-figures", "--json"))
    assert [row["segments"] for row in data["rows"] if row["method"] == "minimax"] == [2, 4]
    known = {row["bits"]: row["segments"] for row in data["fewest"]}
    assert known[16] is None  # q3.5 cannot
