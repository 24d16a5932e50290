"""Monotone rows: where seams cost nothing, where they cost an error, and tolerances."""

from __future__ import annotations

import numpy as np
import pytest
from search.codes.brute_kept import least_kept
from search.codes.kinds import spec_of

from pwlact import functions
from pwlact.formats import Rounding
from pwlact.functions import Activation, Line, from_expression
from pwlact.search.codes.constrained import outputs_of, problem_grid
from pwlact.search.codes.cover import Cover, cover_within, smallest_cover
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.monotone import kept_within, refine_kept, reversals, smallest_kept_cover
from pwlact.search.codes.seams import classes_of
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.constraints import Constraints
from pwlact.search.problem import Problem, objective_named

FALLING = from_expression("1 / (1 + exp(x))", left_tail=Line(0.0, 1.0), right_tail=Line(0.0, 0.0))
COARSE = spec_of(
    "q3.3", "q2.2", "q3.3", "q2.3", rounding=Rounding.NEAREST_EVEN
)  # so coarse that best rows reverse at their seams
ROWS = (2, 3, 4)


def problem_of(activation: Activation) -> Problem:
    """Return a problem of a coarse unit."""
    return Problem(
        activation=activation,
        interval=(-1.0, 1.0),
        segments=3,
        fit="minimax",
        objective=objective_named("max", COARSE),
        spec=COARSE,
        constraints=Constraints(monotone=True),
    )


def steps(grid: CodeGrid, cover: Cover) -> np.ndarray:
    """Return the steps of a unit's outputs from code to code, in the direction of the function."""
    unit = build_unit(grid, cover)
    return grid.kept.direction * np.diff(outputs_of(unit, np.arange(-32, 32)))


@pytest.mark.parametrize("activation", [functions.get("sigmoid"), functions.get("tanh"), FALLING], ids=lambda f: f.name)
def test_no_monotone_rows_have_a_smaller_error(activation: Activation) -> None:
    problem = problem_of(activation)
    grid = problem_grid(problem, COARSE)
    for rows, least in zip(ROWS, least_kept(problem, grid, max(ROWS))[ROWS[0] - 1 :], strict=True):
        cover = smallest_kept_cover(grid, rows)
        assert cover.error == pytest.approx(least, rel=1e-6)
        assert cover.bound == pytest.approx(least, rel=1e-6)
        assert np.all(steps(grid, cover) >= 0)


def test_seams_without_reversals_cost_an_error_here() -> None:
    grid = problem_grid(problem_of(functions.get("tanh")), COARSE)
    relaxed = [smallest_cover(grid, rows) for rows in ROWS]
    assert [reversals(grid, classes_of(grid), cover).size > 0 for cover in relaxed] == [True, False, False]
    kept = [smallest_kept_cover(grid, rows).error for rows in ROWS]
    assert kept[0] > 1.004 * relaxed[0].error
    assert kept[1:] == [cover.error for cover in relaxed[1:]]


@pytest.mark.parametrize("tolerance", [0.05, 0.08, 0.12, 0.2])
def test_a_tolerance_is_kept_without_reversals(tolerance: float) -> None:
    grid = problem_grid(problem_of(FALLING), COARSE)
    cover = kept_within(grid, tolerance, 12)
    relaxed = cover_within(grid, tolerance, 12)
    if relaxed is None:
        assert cover is None
        return
    assert cover is not None
    assert cover.slopes.size >= relaxed.slopes.size
    for found in (cover, refine_kept(grid, cover)):
        assert np.all(steps(grid, found) >= 0)
        off = np.abs(outputs_of(build_unit(grid, found), grid.order_keys) - grid.y)
        assert np.all(off <= tolerance)
