"""What a sweep shows."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

import pytest
from sweeps import GRID, TPE, Here, swept

from pwlact.studies.sweeps.summary import best_rows, combinations, counts, importances, sweep_to_json
from pwlact.studies.sweeps.trial import Call, Row


def test_combination_has_mean_spread_and_best_over_the_seeds(tmp_path: Path) -> None:
    sweep = swept(tmp_path / "a")
    rows = sweep.rows()
    found = combinations(sweep.file, rows)
    assert len(found) == 12
    for one in found:
        values = [row["objective"] for row in rows if row["function"] == one.function and _point(row) == one.point]
        assert one.values == tuple(values)
        assert one.mean == pytest.approx(statistics.mean(values))
        assert one.spread == pytest.approx(statistics.stdev(values))
        assert one.best == min(values)


def _point(row: Row) -> dict[str, object]:
    return {key.removeprefix("search."): value for key, value in row.items() if key.startswith("search.")}


def test_best_row_is_the_smallest_or_the_largest(tmp_path: Path) -> None:
    sweep = swept(tmp_path / "a")
    assert {name: row["objective"] for name, row in best_rows(sweep.file, sweep.rows()).items()} == {
        "silu": 0.2, "hardswish": 0.2,
    }  # fmt: skip
    rewards = swept(tmp_path / "b", {**GRID, "optimise": "reward"})
    assert best_rows(rewards.file, rewards.rows())["silu"]["reward"] == 5.0


def test_share_of_a_setting_in_a_grid_is_its_part_of_the_variance(tmp_path: Path) -> None:
    def task(call: Call) -> Row:
        x, y = call.settings["segments"], call.settings["range"][1]
        return {"state": "complete", "reason": None, "objective": 3.0 * x + y, "seconds": 0.0}

    table = {**GRID, "functions": ["silu"], "space": {"segments": [2, 4], "range": [[-1, 1], [-3, 3]]}}
    sweep = swept(tmp_path / "a", table, Here(task=task))
    shares = importances(sweep, combinations(sweep.file, sweep.rows()))
    assert shares == {"silu": {"segments": pytest.approx(0.9), "range": pytest.approx(0.1)}}  # 3^2 to 1^2


def test_shares_of_drawn_trials_are_one_in_all(tmp_path: Path) -> None:
    sweep = swept(tmp_path / "a", TPE)
    shares = importances(sweep, combinations(sweep.file, sweep.rows()))["hardswish"]
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["segments"] > shares["fit"]


def test_too_few_combinations_have_no_shares(tmp_path: Path) -> None:
    sweep = swept(tmp_path / "a", {**GRID, "space": {"segments": [2, 3, 4]}})
    assert importances(sweep, combinations(sweep.file, sweep.rows())) == {}


def test_object_has_counts_best_and_rows_without_lists(tmp_path: Path) -> None:
    def lost() -> Row:
        raise RuntimeError("no reason")

    sweep = swept(tmp_path / "a", executor=Here({1: lost}))
    rows = [{**row, "histogram": [1]} for row in sweep.rows()]
    data = json.loads(json.dumps(sweep_to_json(sweep, rows), allow_nan=False))
    assert (data["trials"], data["complete"], data["failed"], data["pruned"]) == (24, 23, 1, 0)
    assert data["best"]["silu"]["search.segments"] == 5
    assert len(data["rows"]) == 24
    assert "histogram" not in data["rows"][0]
    assert counts(rows)["failed"] == 1
    assert next(row["reason"] for row in rows if row["state"] == "failed") == "RuntimeError: no reason"
