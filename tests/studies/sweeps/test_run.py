"""A sweep from its start, and on from wherever it was stopped: every trial once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sweeps import GRID, TPE, Here, formula, numbers, opened, swept

from pwlact.errors import ConfigError, RunError
from pwlact.runs.interrupt import StopEvent
from pwlact.settings.sweep_file import sweep_of
from pwlact.studies.sweeps.executors import EngineError
from pwlact.studies.sweeps.run import run_sweep
from pwlact.studies.sweeps.trial import Call, Row


def killed() -> Any:
    raise EngineError("the engine is gone")


def test_grid_has_every_combination_on_every_function_with_every_seed(tmp_path: Path) -> None:
    rows = swept(tmp_path / "a").rows()
    found = {(row["function"], row["seed"], row["search.segments"], row["search.range"]) for row in rows}
    assert len(rows) == len(found) == 24
    assert [row["trial"] for row in rows] == [*range(12), *range(12)]
    assert all(row["state"] == "complete" and row["objective"] > 0 for row in rows)


@pytest.mark.parametrize("table", [GRID, TPE], ids=["grid", "tpe"])
@pytest.mark.parametrize("at", [0, 5, 13])
def test_goes_on_where_the_engine_was_lost(table: dict[str, Any], at: int, tmp_path: Path) -> None:
    whole = swept(tmp_path / "whole", table).rows()
    with pytest.raises(EngineError):
        swept(tmp_path / "cut", table, Here({at: killed}))
    executor = Here()
    rows = swept(tmp_path / "cut", table, executor).rows()
    assert numbers(rows) == numbers(whole)
    assert abs(executor.calls - (len(whole) - at)) <= 1  # two calls are under way, and end in any order


def test_finished_sweep_runs_nothing(tmp_path: Path) -> None:
    first, executor = swept(tmp_path / "a").rows(), Here()
    assert swept(tmp_path / "a", executor=executor).rows() == first
    assert executor.calls == 0


def test_request_to_stop_leaves_the_rest_for_another_time(tmp_path: Path) -> None:
    stop, seen = StopEvent(), list[int]()
    sweep = opened(tmp_path / "a", sweep_of(GRID))

    def watch(rows: list[Row]) -> None:
        seen.append(len(rows))
        if len(rows) == 7:
            stop.set()

    run_sweep(sweep, Here(), stop, watch)
    assert seen[:8] == list(range(8))
    assert len(sweep.rows()) == len(seen) - 1 <= 8  # two calls are ahead
    assert len(swept(tmp_path / "a").rows()) == 24


def test_failed_trial_is_a_row_with_its_reason(tmp_path: Path) -> None:
    def lost() -> Row:
        raise RunError("its process was killed 3 times")

    def endless() -> Row:
        return {"state": "complete", "reason": None, "objective": float("nan"), "seconds": 0.1}

    sweep = swept(tmp_path / "a", executor=Here({2: lost, 4: endless}))
    failures = [row for row in sweep.rows() if row["state"] == "failed"]
    assert [row["reason"] for row in failures] == [
        "its process was killed 3 times",
        "objective must be a finite number, got nan",
    ]
    assert len(sweep.rows()) == 24
    assert len(swept(tmp_path / "a", executor=Here({0: lost})).rows()) == 24  # it does not run again


def test_pruned_trial_is_a_row_and_no_best_one(tmp_path: Path) -> None:
    def pruned() -> Row:
        return {"state": "pruned", "reason": "median pruner", "objective": 0.0, "seconds": 0.1}

    sweep = swept(tmp_path / "a", executor=Here({0: pruned}))
    assert [row["reason"] for row in sweep.rows() if row["state"] == "pruned"] == ["median pruner"]


def test_choice_of_tpe_follows_from_the_seed(tmp_path: Path) -> None:
    first, second = (swept(tmp_path / name, TPE).rows() for name in "ab")
    other = swept(tmp_path / "c", {**TPE, "sampler_seed": 1}).rows()
    assert numbers(first) == numbers(second)
    assert numbers(first) != numbers(other)
    assert len(first) == 28
    late = [row["objective"] for row in first[-8:]]
    assert sum(late) / 8 < sum(row["objective"] for row in first[:8]) / 8  # it learns


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_more_trials_may_be_asked_for_but_not_fewer(sampler: str, tmp_path: Path) -> None:
    table = {**TPE, "sampler": sampler}
    swept(tmp_path / "a", {**table, "trials": 6})
    grown, whole = swept(tmp_path / "a", table), swept(tmp_path / "b", table)
    assert numbers(grown.rows()) == numbers(whole.rows())
    with pytest.raises(ConfigError, match="got another trials"):
        opened(tmp_path / "a", sweep_of({**table, "trials": 6}))


def test_trial_has_its_settings_reference_and_folder(tmp_path: Path) -> None:
    calls: list[Call] = []

    def task(call: Call) -> Row:
        calls.append(call)
        return formula(call)

    table = {**GRID, "functions": ["silu"], "seeds": [7], "published": {"silu": 77.6}}
    swept(tmp_path / "a", table, Here(task=task), keep_runs=True)
    assert len(calls) == 6
    assert calls[0].settings == {
        "method": "uniform", "fit": "minimax", "function": "silu", "seed": 7, "segments": 2, "range": [-8, 8],
    }  # fmt: skip
    assert {call.reference for call in calls} == {77.6}
    assert [Path(str(call.folder)).name for call in calls] == [f"silu-{i:04}" for i in range(6)]


def test_database_serves_as_well_as_the_journal(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'studies.db'}"
    table = {**GRID, "functions": ["silu"], "seeds": 1}
    rows = swept(tmp_path / "a", table, storage=url).rows()
    assert numbers(rows) == numbers(swept(tmp_path / "b", table).rows())
    assert not (tmp_path / "a" / "journal.log").exists()
    with pytest.raises(ConfigError, match="got another seeds in a/silu"):
        swept(tmp_path / "a", {**table, "seeds": 2}, storage=url)
