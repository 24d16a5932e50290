"""Searches as run folders, and what their settings mean."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.cli.commands.search import SearchCommand
from pwlact.cli.settings import only, read_settings
from pwlact.errors import ConfigError, InputError, RunError
from pwlact.functions import from_expression, get
from pwlact.runs.searching import start_search
from pwlact.search.bounds import cover_bound
from pwlact.search.evaluate import Evaluator, make_evaluator
from pwlact.search.methods import METHODS, Method, Placement
from pwlact.search.problem import OBJECTIVES, Problem
from pwlact.search.result import load_result
from pwlact.search.solve import solve
from pwlact.settings.search import SearchConfig, SearchSettings, field_name, positive, with_methods
from pwlact.studies.comparison import CompareConfig, Row, compare
from pwlact.studies.frontier import FrontierConfig, asymptote, trace


@dataclass(frozen=True, kw_only=True)
class _Settings:
    shift: float = 0.25


def _place(evaluator: Evaluator, config: _Settings, _seed: int) -> Placement:
    points = np.linspace(*evaluator.problem.interval, evaluator.problem.segments + 1)[1:-1] + config.shift
    return Placement(points=points, evaluations=3, lower_bound=1e9, details={"told": 1})


SHIFTED = Method(name="global", title="uniform, shifted", search=_place, config=_Settings)


def _fail(_judge: Evaluator, _config: Any, _seed: int) -> Placement:
    raise RunError("it must go well, got otherwise; try again")


FAILING = Method(name="failing", title="never done", search=_fail, config=_Settings)


def _config(tmp_path: Path, **others: Any) -> SearchConfig:
    return SearchSettings(**{"function": "gelu", "method": "uniform", "segments": 4, "out": str(tmp_path)} | others)


def _unseen(_name: str) -> None:
    """Watch nothing."""


def test_a_search_leaves_a_run(tmp_path: Path) -> None:
    folder, result = start_search(_config(tmp_path, name="first", seed=5))
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
    config = settings(function="gelu", segments=4, method="global", out=str(tmp_path), global_=_Settings(shift=0.5))
    folder, result = start_search(config)
    assert result.parameters == {"shift": 0.5}
    assert result.details == {"told": 1}
    words = ["--config", str(folder / "config.toml")]
    again = read_settings(command, words, "search", lambda _table: command())
    assert only(settings, again) == config
    named = folder / "named.toml"
    named.write_text('function = "gelu"\nmethod = "global"\n[global]\nshift = 0.125\n')
    again = read_settings(command, ["--config", str(named)], "search", lambda _table: command())
    assert again.settings() == _Settings(shift=0.125)
    again = read_settings(command, ["silu", "--global.shift", "1"], "search", lambda _table: command())
    assert getattr(again, field_name("global")) == _Settings(shift=1.0)


def test_the_larger_bound_counts() -> None:
    problem = Problem(activation=get("gelu"), interval=(-8, 8), segments=4)
    result = solve(problem, SHIFTED, _Settings(), 0)
    assert result.lower_bound == 1e9
    assert result.evaluations == 3


def test_a_failed_search_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "failing", FAILING)
    with pytest.raises(RunError, match="go well"):
        start_search(_config(tmp_path, method="failing"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "bad",
    [{"function": "gellu"}, {"segments": 0}, {"method": "unifrm"}, {"range": (1.0, -1.0)}, {"name": "a/b"},
     {"max_error": "1e-3"}, {"density": "nosuch.npy"}, {"function": "exp", "mirror": True}],
)  # fmt: skip
def test_bad_settings_leave_nothing(tmp_path: Path, bad: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        start_search(_config(tmp_path, **bad))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "value"), [("2^-8", 2**-8), ("1e-3", 1e-3), (" 2 ** -11", 2**-11), ("0.5", 0.5)])
def test_largest_errors_are_numbers(text: str, value: float) -> None:
    assert positive(text) == value


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "nan", "inf", "2^", "^2", "2^3^4", "1e999", "(-1)^0.5", "-1^0.5", "9^9^9"]
)
def test_others_are_not(text: str) -> None:
    with pytest.raises(ConfigError, match="above 0"):
        positive(text)


def test_settings_state_the_problem() -> None:
    config = SearchSettings(function="sigmoid", method="uniform", objective="max", ends="pinned")
    problem = config.problem()
    assert (problem.fit, problem.objective) == ("minimax", OBJECTIVES["max"])
    assert problem.pins == (0.0, 1.0)
    assert SearchSettings(function="sigmoid", method="uniform", objective="mse").problem().fit == "lstsq"
    assert SearchSettings(function="sigmoid", method="uniform", objective="max", fit="lstsq").problem().fit == "lstsq"


@pytest.mark.parametrize("segments", [7, 8])
def test_a_mirrored_search_is_symmetric(tmp_path: Path, segments: int) -> None:
    _, result = start_search(_config(tmp_path, function="tanh", segments=segments, mirror=True))
    pwl = result.candidate.pwl
    assert pwl.segments == segments
    np.testing.assert_allclose(pwl.breakpoints, -pwl.breakpoints[::-1], atol=1e-12)
    np.testing.assert_allclose(pwl.values, -pwl.values[::-1], atol=1e-12)
    assert result.parameters["mirror"] is True
    assert result.lower_bound is not None
    assert result.lower_bound <= result.candidate.objective


def test_the_fewest_segments_are_taken(tmp_path: Path) -> None:
    _, result = start_search(_config(tmp_path, function="sigmoid", method="minimax", max_error="2^-7"))
    assert result.candidate.errors.exact.max <= 2**-7 * (1 + 1e-9)
    one_less = dataclasses.replace(result.problem, segments=result.problem.segments - 1)
    assert solve(one_less, METHODS["minimax"], METHODS["minimax"].config(), 0).candidate.objective > 2**-7
    with pytest.raises(RunError, match="segments"):
        start_search(_config(tmp_path / "few", method="minimax", max_error="2^-12", max_segments=3))
    assert not list((tmp_path / "few").iterdir())


def test_all_are_compared_by_one_objective(monkeypatch: pytest.MonkeyPatch) -> None:
    own = dataclasses.replace(SHIFTED, name="own", objective="mse", any_objective=False)
    monkeypatch.setitem(METHODS, "own", own)
    monkeypatch.setitem(METHODS, "failing", FAILING)
    seen: list[str] = []
    methods = ("own", "failing", "uniform")
    table = compare(CompareConfig(function="silu", segments=4, methods=methods, agent_steps=300), seen.append)
    assert seen == [*methods, "ppo"]
    rows = {row.name: row for row in table.rows}
    assert rows["failing"] == Row(name="failing", note="it must go well, got otherwise; try again")
    assert table.rows[-1].name == "failing"
    objectives = [row.objective for row in table.rows if row.objective is not None]
    assert objectives == sorted(objectives)
    assert table.lower_bound is not None
    assert table.lower_bound < 1  # own's bound is of its own objective
    for name in ("own", "uniform", "ppo"):
        row = rows[name]
        assert row.errors is not None
        assert row.objective == row.errors.max
        assert row.gap == pytest.approx(row.objective / table.lower_bound - 1)
        assert row.gap >= 0
        assert len(row.points or ()) == 3


def test_the_paper_compares_on_the_grid() -> None:
    table = compare(CompareConfig(function="silu", segments=1, objective="paper", methods=("uniform",)), _unseen)
    row = next(row for row in table.rows if row.name == "uniform")
    assert row.errors is not None
    assert row.objective == pytest.approx(0.2 * row.errors.mean + 0.8 * row.errors.max)
    assert "ppo" not in {row.name for row in table.rows}  # an agent needs a point


def test_closed_forms_stand_beside_without_a_gap() -> None:
    table = compare(CompareConfig(function="sigmoid", methods=("uniform",), agent=False), _unseen)
    forms = [row for row in table.rows if row.kind == "closed form"]
    assert forms
    assert all(row.gap is None and row.seconds is None and row.objective for row in forms)


@pytest.mark.parametrize(("objective", "power"), [("max", 2), ("mse", 4)])
def test_parabolas_are_at_the_asymptote(objective: Any, power: int) -> None:
    """On a parabola, equal widths are best, and so are continuous lines, but for the ends."""
    activation = from_expression("x**2/2", interval=(-1, 2))
    problem = FrontierConfig(expr="x**2/2", range=(-1.0, 2.0), objective=objective).problem(64)
    constant, order = asymptote(make_evaluator(problem))
    assert order == power
    assert constant == pytest.approx(9 / 16 if objective == "max" else 3**4 / 720, rel=1e-9)
    assert activation.d2f(np.zeros(1))[0] == 1.0
    result = solve(problem, METHODS["uniform"], METHODS["uniform"].config(), 0)
    assert result.candidate.objective == pytest.approx(constant / 64**order, rel=0.05)
    if objective == "max":
        assert cover_bound(make_evaluator(problem)) == pytest.approx(constant / 64**2, rel=1e-9)


@pytest.mark.parametrize(("name", "density"), [("tanh", None), ("gelu", None), ("silu", "normal:0,1")])
def test_bounds_near_the_asymptote(name: str, density: str | None) -> None:
    for objective in ("max", "mse"):
        config = FrontierConfig(
            function=name, objective=objective, density=density, segments_list=(64,), methods=("uniform",)
        )
        found = trace(config, _unseen)
        assert found.lower_bounds[0] == pytest.approx(found.asymptote(64), rel=0.1)


def test_a_frontier_goes_on_where_a_method_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "failing", FAILING)
    config = FrontierConfig(function="tanh", most=5, methods=("failing", "uniform"), max_segments=20)
    assert config.counts() == (2, 4, 5)
    found = trace(config, _unseen)
    assert [row.segments for row in found.of("uniform")] == [2, 4, 5]
    assert all(row.objective is None and "go well" in row.note for row in found.of("failing"))
    assert all(row.gap is not None and row.gap >= 0 for row in found.of("uniform"))
    fewest = {row.bits: row.segments for row in found.fewest}
    assert fewest == {8: 15, 10: None, 12: None, 16: None}
    assert "20 segments" in found.fewest[-1].note
    assert math.isfinite(found.constant)
