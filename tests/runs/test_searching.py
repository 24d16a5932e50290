"""Searches as run folders, and what their settings mean."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shifted import SHIFTED, Settings

from pwlact.cli.commands.search import SearchCommand
from pwlact.cli.settings import read_settings, subset
from pwlact.errors import InputError, RunError
from pwlact.runs.searching import run_search, search
from pwlact.search.evaluators import Evaluator
from pwlact.search.methods import METHODS, Method, Placement
from pwlact.search.result_json import load_result
from pwlact.search.solve import solve
from pwlact.settings.search import SearchConfig, SearchSettings, field_name, with_methods


def _fail(_evaluator: Evaluator, _config: Any, _seed: int) -> Placement:
    raise RunError("it must go well, got otherwise; try again")


FAILING = Method(name="failing", title="never done", search_reals=_fail, search_codes=_fail, config=Settings)


def _config(tmp_path: Path, **others: Any) -> SearchConfig:
    return SearchSettings(**{"function": "gelu", "method": "uniform", "segments": 4, "out": str(tmp_path)} | others)


def test_a_search_leaves_a_run(tmp_path: Path) -> None:
    folder, result = run_search(_config(tmp_path, name="first", seed=5))
    assert {path.name for path in folder.iterdir()} == {"config.toml", "result.json", "points.csv"}
    again = load_result(folder / "result.json")
    assert (again.method, again.seed, again.status) == ("uniform", 5, "finished")
    assert again.candidate.objective == result.candidate.objective
    assert result.lower_bound is not None
    assert 0 < result.lower_bound < result.candidate.objective
    assert result.reward == pytest.approx(1 / (result.candidate.objective + 1e-4))


def test_a_runs_settings_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "global", SHIFTED)
    settings, command = with_methods(SearchConfig), with_methods(SearchCommand)
    config = settings(function="gelu", segments=4, method="global", out=str(tmp_path), global_=Settings(shift=0.5))
    folder, result = run_search(config)
    assert result.parameters == {"shift": 0.5}
    assert result.details == {"told": 1}
    words = ["--config", str(folder / "config.toml")]
    again = read_settings(command, words, "search", lambda _table: command())
    assert subset(settings, again) == dataclasses.replace(config, out="runs", fit="best")  # where it lies is no setting
    named = folder / "named.toml"
    named.write_text('function = "gelu"\nmethod = "global"\n[global]\nshift = 0.125\n')
    again = read_settings(command, ["--config", str(named)], "search", lambda _table: command())
    assert again.settings() == Settings(shift=0.125)
    again = read_settings(command, ["silu", "--global.shift", "1"], "search", lambda _table: command())
    assert getattr(again, field_name("global")) == Settings(shift=1.0)


def test_a_failed_search_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "failing", FAILING)
    with pytest.raises(RunError, match="go well"):
        run_search(_config(tmp_path, method="failing"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "bad",
    [{"function": "gellu"}, {"segments": 0}, {"method": "unifrm"}, {"range": (1.0, 1.0)}, {"name": "a/b"},
     {"max_error": "1e-3"}, {"density": "nosuch.npy"}, {"function": "exp", "mirror": True}],
)  # fmt: skip
def test_bad_settings_leave_nothing(tmp_path: Path, bad: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        run_search(_config(tmp_path, **bad))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("segments", [7, 8])
def test_a_mirrored_search_is_symmetric(tmp_path: Path, segments: int) -> None:
    _, result = run_search(_config(tmp_path, function="tanh", segments=segments, mirror=True))
    pwl = result.candidate.pwl
    assert pwl.segments == segments
    np.testing.assert_allclose(pwl.breakpoints, -pwl.breakpoints[::-1], atol=1e-12)
    np.testing.assert_allclose(pwl.values, -pwl.values[::-1], atol=1e-12)
    assert result.parameters["mirror"] is True
    assert result.lower_bound is not None
    assert result.lower_bound <= result.candidate.objective


def test_the_fewest_segments_are_taken(tmp_path: Path) -> None:
    _, result = run_search(_config(tmp_path, function="sigmoid", method="minimax", max_error="2^-7"))
    assert result.candidate.errors.exact.max <= 2**-7 * (1 + 1e-9)
    one_less = dataclasses.replace(result.problem, segments=result.problem.segments - 1)
    assert solve(one_less, METHODS["minimax"], METHODS["minimax"].config(), 0).candidate.objective > 2**-7
    with pytest.raises(RunError, match="segments"):
        run_search(_config(tmp_path / "few", method="minimax", max_error="2^-12", max_segments=3))
    assert not (tmp_path / "few").exists()


def test_a_search_without_a_folder_is_the_same(tmp_path: Path) -> None:
    config = _config(tmp_path, name="first")
    _, result = run_search(config)
    assert search(config).candidate.pwl.points.tolist() == result.candidate.pwl.points.tolist()


@pytest.mark.parametrize("function", ["silu", "tanh", "sigmoid"])
def test_the_fewest_segments_of_a_mirrored_unit(function: str) -> None:
    config = SearchSettings(function=function, format="q3.5", range=(-3.875, 3.875), mirror=True, max_error="1ulp")
    result = search(config)
    assert result.candidate.unit_report is not None
    assert result.candidate.unit_report.ulp <= 1.0
    assert result.problem.segments % 2 == 0
