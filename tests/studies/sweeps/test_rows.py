"""The rows of trials, as the storage keeps them."""

from __future__ import annotations

from pathlib import Path

from sweeps import GRID, opened

from pwlact.settings.sweep_file import sweep_of
from pwlact.studies.sweeps.plan import distributions
from pwlact.studies.sweeps.rows import ROW, finished_rows, plain


def test_row_names_trial_function_seed_and_settings_first(tmp_path: Path) -> None:
    sweep = opened(tmp_path / "a", sweep_of(GRID))
    study = sweep.studies["silu"]
    trial = study.ask(distributions(sweep.file))
    trial.set_user_attr("seed", 3)
    trial.set_user_attr(ROW, {"state": "complete", "objective": 0.5, "segments": 9})
    study.tell(trial, 0.5)
    (row,) = finished_rows("search", "silu", study)
    assert list(row) == [
        "trial", "function", "seed", "search.segments", "search.range", "state", "objective", "segments"
    ]  # fmt: skip
    assert (row["seed"], row["search.segments"], row["segments"]) == (3, trial.params["segments"], 9)


def test_trial_that_was_ended_elsewhere_is_a_failure(tmp_path: Path) -> None:
    import optuna

    sweep = opened(tmp_path / "a", sweep_of(GRID))
    study = sweep.studies["silu"]
    study.tell(study.ask(distributions(sweep.file)), state=optuna.trial.TrialState.FAIL)
    study.ask(distributions(sweep.file))  # which still runs
    (row,) = finished_rows("search", "silu", study)
    assert (row["state"], row["reason"]) == ("failed", "it was ended outside the sweep")


def test_numbers_that_json_has_not_are_none() -> None:
    assert plain({"a": float("nan"), "b": float("inf"), "c": 1.0, "d": "x"}) == {
        "a": None,
        "b": None,
        "c": 1.0,
        "d": "x",
    }
