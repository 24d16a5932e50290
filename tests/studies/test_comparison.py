"""A comparison: which rows there are, what they are measured by, and what one that fails does to the others."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from pwlact.errors import ConfigError, RunError
from pwlact.rl.engine import ENGINES
from pwlact.search.evaluators import Evaluator, make_evaluator
from pwlact.search.methods import METHODS, Placement
from pwlact.search.methods.uniform import UNIFORM
from pwlact.settings.comparison import CompareConfig
from pwlact.studies.comparison import compare, compared, comparison_of
from pwlact.studies.comparison_record import ComparisonRow


def _fail(_evaluator: Evaluator, _config: Any, _seed: int) -> Placement:
    raise RunError("it must go well, got otherwise; try again")


FAILING = dataclasses.replace(UNIFORM, name="failing", search_reals=_fail, search_codes=_fail)


def _boast(evaluator: Evaluator, config: Any, seed: int) -> Placement:
    return dataclasses.replace(UNIFORM.search(evaluator, config, seed), lower_bound=1e9)


BOASTING = dataclasses.replace(
    UNIFORM, name="own", objective="mse", any_objective=False, search_reals=_boast, search_codes=_boast
)


def _unseen(_name: str) -> None:
    """Watch nothing."""


def test_all_are_compared_by_one_objective(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "own", BOASTING)
    monkeypatch.setitem(METHODS, "failing", FAILING)
    seen: list[str] = []
    methods = ("own", "failing", "uniform")
    table = compare(CompareConfig(function="silu", segments=4, methods=(*methods, "ppo"), agent_steps=300), seen.append)
    assert seen == [*methods, "ppo"]
    rows = {row.name: row for row in table.rows}
    assert rows["failing"] == ComparisonRow(name="failing", note="it must go well, got otherwise; try again")
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
    table = compare(CompareConfig(function="sigmoid", methods=("uniform", "li-2022")), _unseen)
    forms = [row for row in table.rows if row.kind == "closed form"]
    assert [row.name for row in forms] == ["li-2022"]
    assert all(row.gap is None and row.seconds is None and row.objective for row in forms)


def test_only_the_named_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def names(**given: Any) -> list[str]:
        table = compare(CompareConfig(function="sigmoid", segments=3, agent_steps=200, **given), _unseen)
        return sorted(row.name for row in table.rows)

    assert names(methods=("uniform",)) == ["uniform"]
    assert names(methods=("ppo", "uniform")) == ["ppo", "uniform"]
    assert names(methods=("hard-sigmoid",)) == ["hard-sigmoid"]
    for name in set(METHODS) - {"uniform", "curvature"}:
        monkeypatch.delitem(METHODS, name)
    assert names(agent=False) == ["curvature", "hard-sigmoid", "li-2022", "uniform"]
    assert "ppo" in names()


@pytest.mark.parametrize(("name", "said"), [("unifrm", "did you mean uniform?"), ("li-2022", "unknown method")])
def test_an_unknown_name_is_refused_before_the_work(name: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        compare(CompareConfig(function="gelu", methods=("minimax", name)), _unseen)


def test_finished_rows_make_a_comparison_of_their_own() -> None:
    config = CompareConfig(function="silu", segments=3, methods=("uniform", "minimax"))
    evaluator = make_evaluator(config.problem())
    entries = compared(config, evaluator, _unseen)
    table = comparison_of(config, evaluator, [next(entries)])
    assert [row.name for row in table.rows] == ["uniform"]
    assert table.lower_bound
    assert table.rows[0].gap


def test_an_agent_that_is_named_is_refused_without_its_libraries_and_else_is_a_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, one in ENGINES.items():
        monkeypatch.setitem(ENGINES, name, dataclasses.replace(one, modules=("nosuch",)))
    seen: list[str] = []
    with pytest.raises(ConfigError, match=r"pip install 'pwlact\[jax\]'"):
        compare(CompareConfig(function="silu", segments=4, methods=("uniform", "ppo")), seen.append)
    assert seen == []
    for name in METHODS.keys() - {"uniform"}:
        monkeypatch.delitem(METHODS, name)
    rows = {row.name: row for row in compare(CompareConfig(function="silu", segments=4), seen.append).rows}
    assert rows["uniform"].objective is not None
    assert "pip install 'pwlact[jax]'" in rows["ppo"].note
