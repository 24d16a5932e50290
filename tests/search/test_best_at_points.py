"""What the best values earn at the points of a least-squares result."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact.functions import get
from pwlact.search.best_at_points import best_at_points
from pwlact.search.problem import Problem
from pwlact.search.solve import solve_given

PROBLEM = Problem(activation=get("sigmoid"), interval=(-8.0, 8.0), segments=3)
POINTS = np.array([-2.0, 2.0])


def test_best_values_earn_more_than_least_squares() -> None:
    squares = solve_given(PROBLEM, POINTS)
    best = solve_given(dataclasses.replace(PROBLEM, fit="best"), POINTS)
    assert best_at_points(best) is None
    assert best.reward > squares.reward
    text = best_at_points(squares)
    assert text is not None
    assert f"earn {best.reward:.1f}, " in text


def test_where_the_values_are_exact_nothing_is_divided_by_their_error() -> None:
    problem = Problem(activation=get("sigmoid"), interval=(1000.0, 1000.01), segments=4)
    points = 1000.0 + 0.005 * (1.0 + np.array([-(0.5**2.5), 0.0, 0.5**2.5]))
    found = best_at_points(solve_given(problem, points))
    assert found == "best values at these points earn 10000.0, objective 0"
