"""One trial of a sweep as a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.runs.searching import search
from pwlact.search.result_json import load_result
from pwlact.settings.command_config import config_of
from pwlact.settings.search import SearchConfig
from pwlact.studies.sweeps.trial import Call, failed, figures, run_trial

SETTINGS = {"method": "uniform", "function": "tanh", "segments": 3, "objective": "mse", "range": [-4, 4]}


def test_row_has_the_figures_of_the_search() -> None:
    row = run_trial(Call(command="search", settings=SETTINGS))
    config = config_of("search", SETTINGS)
    assert isinstance(config, SearchConfig)
    expected = figures(search(config))
    assert {key: row[key] for key in expected} == expected
    assert (row["state"], row["reason"], row["segments"]) == ("complete", None, 3)
    assert row["seconds"] >= 0.0
    assert ":" in row["worker"]


def test_errors_of_a_unit_are_those_over_its_codes() -> None:
    row = run_trial(Call(command="search", settings={**SETTINGS, "objective": "max", "format": "q3.5"}))
    assert row["max_error"] == row["objective"]
    assert row["max_error"] * 2**10 == pytest.approx(round(row["max_error"] * 2**10), abs=2.0)


def test_run_folder_is_kept_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "trials" / "tanh-0000"
    row = run_trial(Call(command="search", settings=SETTINGS, folder=str(folder)))
    assert load_result(folder / "result.json").objective == row["objective"]
    assert 'fit = "lstsq"' in (folder / "config.toml").read_text(encoding="utf-8")


def test_failure_is_a_row_with_its_reason() -> None:
    row = run_trial(Call(command="search", settings={**SETTINGS, "segments": 0}))
    assert row["state"] == "failed"
    assert "segment" in row["reason"]
    assert "\n" not in row["reason"]
    assert failed(ValueError("two\nlines"))["reason"] == "ValueError: two lines"
