"""The search in the tube: near the bound with values that serve the objective, and never worse than its starts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from search.methods.brief import evaluator_of, run

from pwlact.errors import ConfigError, InputError
from pwlact.functions import from_expression, get
from pwlact.search import Problem
from pwlact.search.evaluators import make_real_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.problem import OBJECTIVES
from pwlact.search.solve import solve


@pytest.mark.parametrize(("name", "known"), [("silu", 116.8), ("sigmoid", 281.9)])
def test_it_finds_the_best_known_points_and_proves_them(name: str, known: float) -> None:
    problem = Problem(activation=get(name), interval=(-8.0, 8.0), segments=9, fit="best")
    method = METHODS["tube"]
    result = solve(problem, method, method.config(evaluations=1500, rounds=1), 0)
    assert 1.0 / (result.candidate.objective + 1e-4) > known
    assert result.gap is not None
    assert result.gap < 0.01
    assert result.details["rounds"] == 1


def test_a_pwl_is_found_without_a_search() -> None:
    activation = from_expression("abs(x - 1) + x / 3", interval=(-4.0, 4.0))
    evaluator = make_real_evaluator(Problem(activation=activation, interval=(-4.0, 4.0), segments=2))
    placement = run(evaluator, "tube")
    assert placement.points == pytest.approx([1.0], abs=1e-6)
    assert placement.evaluations < 10


def test_it_is_never_worse_than_what_is_known() -> None:
    for fit in ("lstsq", "best"):
        evaluator = make_real_evaluator(
            Problem(activation=get("gelu"), interval=(-3.0, 5.0), segments=6, fit=fit)  # type: ignore[arg-type]
        )
        known = np.array([pwl[0][1:-1] for pwl in evaluator.known_pwls])
        found = run(evaluator, "tube", evaluations=300, rounds=2)
        assert evaluator.objectives(found.points[None, :])[0] <= evaluator.objectives(known).min()


def test_an_objective_without_the_mean_error_is_refused() -> None:
    evaluator = evaluator_of("gelu", 4)
    problem = dataclasses.replace(evaluator.problem, objective=OBJECTIVES["max"])
    with pytest.raises(ConfigError, match="minimises mean and maximum error"):
        run(make_real_evaluator(problem), "tube")


@pytest.mark.parametrize("bad", [{"rounds": 0}, {"sigma": 0.0}, {"floor": 2.0}, {"evaluations": 0}, {"enough": np.nan}])
def test_bad_settings_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(InputError):
        METHODS["tube"].config(**bad)
