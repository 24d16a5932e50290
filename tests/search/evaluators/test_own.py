"""Points measured by a function of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.fit import sample
from pwlact.metrics import grid_errors
from pwlact.search.bounds import lower_bound
from pwlact.search.evaluators import OwnEvaluator, make_evaluator, own_evaluator
from pwlact.search.problem import Problem, objective_named, own_objective
from pwlact.settings.unit import UnitChoice, unit_spec

POINTS = np.array([[-3.0, -1.0, 1.0, 3.0], [-2.0, -0.5, 0.5, 2.0]])
Q35 = unit_spec("q3.5", UnitChoice())


def evaluator_of(cost: Callable[[Any], Any], format_: bool = False) -> OwnEvaluator:
    problem = Problem(
        activation=functions.get("silu"),
        interval=(-4.0, 4.0),
        segments=5,
        objective=own_objective("cost", format_),
        spec=Q35 if format_ else None,
    )
    return own_evaluator(problem, cost)


def test_the_mean_square_error_as_a_function_of_ones_own_is_the_objective_of_that_name() -> None:
    activation = functions.get("silu")
    samples = sample(activation, (-4.0, 4.0))
    own = evaluator_of(lambda pwl: grid_errors(samples, pwl).mse)
    named = make_evaluator(
        Problem(activation=activation, interval=(-4.0, 4.0), segments=5, objective=objective_named("mse"))
    )
    np.testing.assert_allclose(own.objectives(POINTS), named.objectives(POINTS), rtol=1e-9)
    assert own.candidate(POINTS[0]).objective == pytest.approx(own.objectives(POINTS)[0])
    assert lower_bound(own) is None
    assert own.screen is own.inner


def test_of_a_unit_the_function_sees_the_unit_and_crowded_points_are_never_taken() -> None:
    own = evaluator_of(lambda unit: unit.slopes.size, format_=True)
    crowded = [-2.0, 0.001, 0.006, 2.0]
    np.testing.assert_array_equal(own.objectives(np.array([[-2.0, -0.5, 0.5, 2.0], crowded])), [5.0, np.inf])


def test_an_approximation_without_a_number_is_never_taken() -> None:
    assert np.isinf(evaluator_of(lambda _: np.nan).objectives(POINTS)).all()


@pytest.mark.parametrize("value", [-1.0, None, "1", [1.0, 2.0], 1j])
def test_what_is_no_number_of_zero_or_more_is_refused(value: object) -> None:
    with pytest.raises(ConfigError, match="an objective of your own, cost, gives a number of 0 or more"):
        evaluator_of(lambda _: value).objectives(POINTS)


def test_the_problem_says_whose_objective_it_is() -> None:
    assert "the function cost of one's own" in repr(evaluator_of(lambda _: 0.0))
