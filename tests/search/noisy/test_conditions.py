"""Constraints hold at noisy data, whichever the fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from noisy_problems import noisy_problem, true_segments

from pwlact.errors import ConfigError
from pwlact.search.constraints import Constraints
from pwlact.search.kept_text import largest_miss
from pwlact.search.methods import METHODS
from pwlact.search.noisy.conditions import direction_at_data, trend
from pwlact.search.noisy.part import DataPart
from pwlact.search.solve import solve, solve_given

KEPT = [
    {"through": ((0.5, 1.0),)},
    {"monotone": True},
    {"non_negative": True},
    {"last": -1.0},
    {"slopes": ((1, 1.5), (3, 0.0))},
]


@pytest.mark.parametrize("asked", KEPT, ids=lambda asked: next(iter(asked)))
def test_they_are_kept_by_a_search_and_at_given_points(asked: dict[str, Any]) -> None:
    arrays = true_segments(100)
    constraints = Constraints(**asked)
    method = METHODS["dp"]
    problem = noisy_problem(*arrays, segments=4, constraints=constraints)
    found = solve(problem, method, method.config(), 0)
    assert largest_miss(problem, found.pwl) < 1e-9
    assert "standard_errors" not in found.details
    given = solve_given(problem, np.array([2.0, 5.0, 8.0]))
    assert largest_miss(problem, given.pwl) < 1e-9
    assert found.objective <= given.objective
    assert found.lower_bound is not None
    assert found.lower_bound <= found.objective


def test_a_minimax_fit_keeps_them_too() -> None:
    constraints = Constraints(through=((0.5, 1.0),), non_negative=True)
    problem = noisy_problem(*true_segments(60), segments=4, objective="max", constraints=constraints)
    found = solve_given(problem, np.array([2.0, 5.0, 8.0]))
    assert largest_miss(problem, found.pwl) < 1e-9


def test_monotone_goes_the_way_of_the_trend() -> None:
    x = np.arange(10.0)
    assert trend(DataPart(x, x % 3 + x, None)) == 1
    assert trend(DataPart(x, x % 3 - x, None)) == -1
    falling = noisy_problem(x, x % 3 - x, segments=2, constraints=Constraints(monotone=True))
    assert direction_at_data(falling) == -1
    assert np.all(np.diff(solve_given(falling, np.array([5.0])).pwl.values) <= 1e-12)


def test_slopes_are_of_segments_that_are_there() -> None:
    with pytest.raises(ConfigError, match="segments 1 to 3, got 4"):
        noisy_problem(*true_segments(40), segments=3, constraints=Constraints(slopes=((4, 1.0),)))
