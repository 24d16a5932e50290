"""The sums that rows may have: those of the tube, tightened by what monotone rows and a constant last row need."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from search.codes.kinds import grid_of, spec_of

from pwlact import functions
from pwlact.search.codes.constrained import problem_grid
from pwlact.search.codes.walls import product_slack, walls
from pwlact.search.constraints import Constraints
from pwlact.search.problem import Problem, objective_named

SPEC = spec_of("q3.5")
PROBLEM = Problem(
    activation=functions.get("tanh"),
    interval=(-3.0, 3.0),
    segments=4,
    fit="minimax",
    objective=objective_named("max", SPEC),
    spec=SPEC,
)


def test_walls_are_the_tube_where_nothing_is_kept() -> None:
    grid = problem_grid(PROBLEM, SPEC)
    low, high, free = walls(grid, 0.1)
    assert free == grid.size
    for wall, edge in zip((low, high), grid.tube(0.1), strict=True):
        np.testing.assert_array_equal(wall, edge)


def test_walls_of_monotone_rows_are_monotone_and_inside_the_tube() -> None:
    grid = problem_grid(
        dataclasses.replace(PROBLEM, constraints=Constraints(through=((0.5, 0.25),), monotone=True)), SPEC
    )
    low, high, _ = walls(grid, 0.3)
    tube = grid.tube(0.3)
    assert np.all(np.diff(low) >= 0)
    assert np.all(np.diff(high[np.isfinite(high)]) >= 0)
    assert np.all(low >= tube[0])
    assert np.all(high <= tube[1])
    assert high[grid.x < 0.5].max() <= 0.25 + 2.0**-6


@pytest.mark.parametrize("tolerance", [0.01, 0.05, 0.2])
def test_a_constant_row_begins_where_the_constant_stays_within_the_error(tolerance: float) -> None:
    grid = problem_grid(dataclasses.replace(PROBLEM, constraints=Constraints(last=1.0)), SPEC)
    _, _, free = walls(grid, tolerance)
    assert np.all(np.abs(1.0 - grid.y[free:]) <= tolerance)
    assert free == 0 or abs(1.0 - grid.y[free - 1]) > tolerance


def test_products_change_by_no_more_than_the_slack() -> None:
    assert np.all(product_slack(grid_of("silu", (-2.0, 2.0), "q3.5")) == 0.0)
    grid = grid_of("silu", (-2.0, 2.0), "q3.5", "q2.6", "q3.4", "q3.5", arithmetic="separate")
    exact = grid.slopes[:, None] * grid.x
    assert np.all(np.abs(np.floor(exact * 16 + 0.5) / 16 - exact) <= product_slack(grid))
