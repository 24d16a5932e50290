"""`pwlact compare` as a process."""

from __future__ import annotations

import csv
from pathlib import Path

from processes import one_object, run_in

FEW = ("--segments", "4", "--methods", "uniform", "minimax")


def test_a_comparison_is_json_csv_and_a_figure(tmp_path: Path) -> None:
    done = run_in(
        tmp_path, "compare", "gelu", *FEW, "ppo", "--agent-steps", "300", "--json", "--csv", "a.csv", "--plot", "a.svg"
    )
    table = one_object(done)
    assert [line for line in done.stderr.splitlines() if line.endswith("...")] == [
        "uniform ...", "minimax ...", "ppo ...",
    ]  # fmt: skip
    assert (table["function"], table["segments"], table["fit"], table["objective"]) == ("gelu", 4, "minimax", "max")
    rows = [row for row in table["rows"] if row["kind"] != "closed form"]
    assert all(row["gap"] <= 1e-6 for row in rows if row["name"] == "minimax")
    assert {row["name"] for row in rows} == {"minimax", "uniform", "ppo"}
    assert [row["objective"] for row in rows] == sorted(row["objective"] for row in rows)
    for row in rows:
        assert row["objective"] == row["errors"]["max"] >= table["lower_bound"]
        assert row["gap"] >= 0
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [row["method"] for row in written] == [row["name"] for row in table["rows"]]
    assert float(written[0]["objective"]) == table["rows"][0]["objective"]
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")


def test_a_comparison_is_a_table(tmp_path: Path) -> None:
    done = run_in(tmp_path, "compare", "gelu", *FEW, "--objective", "mse", "--ends", "pinned")
    assert done.returncode == 0, done.stderr
    for word in ("uniform", "minimax", "gap", "evaluations", "lstsq fit", "on the grid", "lower bound"):
        assert word in done.stdout
    assert list(tmp_path.iterdir()) == []
