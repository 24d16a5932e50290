"""Rows that end as low as any, against every line of codes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from search.codes.kinds import spec_of

from pwlact import functions
from pwlact.functions import Line, from_expression
from pwlact.search.codes.constrained import problem_grid
from pwlact.search.codes.seam_kernels import class_of, longer_rows
from pwlact.search.codes.seams import classes_of
from pwlact.search.codes.walls import product_slack
from pwlact.search.constraints import Constraints
from pwlact.search.problem import Problem, objective_named

SPEC = spec_of("q3.3", "q2.3", "q3.4", "q3.4")
FALLING = from_expression("1 / (1 + exp(x))", left_tail=Line(0.0, 1.0), right_tail=Line(0.0, 0.0))


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize("before", [-1, 0, 2, 4])
def test_no_line_inside_the_tube_ends_lower(before: int, rising: bool) -> None:
    problem = Problem(
        activation=functions.get("sigmoid") if rising else FALLING,
        interval=(-3.0, 3.0),
        segments=3,
        fit="minimax",
        objective=objective_named("max", SPEC),
        spec=SPEC,
        constraints=Constraints(monotone=True),
    )
    grid = problem_grid(problem, SPEC)
    classes, (low, high) = classes_of(grid), grid.tube(0.12)
    begin = before if before < 0 else class_at(classes.first, float(grid.y[10])) + (before - 2) * (1 if rising else -1)
    starts, ends = np.array([10]), np.array([14, 20, 30])
    kinds = (product_slack(grid), grid.slopes, grid.levels, grid.arithmetic, classes.first, classes.last)
    found, lines = longer_rows(grid.x, low, high, *kinds, starts, np.array([begin]), ends, rising)  # type: ignore[arg-type]
    intercepts = SPEC.intercept.decode(SPEC.intercept.codes())
    sums = grid.slopes[:, None, None] * grid.x + intercepts[None, :, None]
    for end, (k, at), line in zip(ends, found, lines, strict=True):
        inside = np.all((sums[..., 10:end] >= low[10:end]) & (sums[..., 10:end] <= high[10:end]), axis=-1)
        first = np.searchsorted(classes.first, sums[..., 10], side="right") - 1
        inside &= (begin < 0) | (first >= begin if rising else first <= begin)
        last = np.searchsorted(classes.first, sums[..., end - 1], side="right") - 1
        if not inside.any():
            assert k == -1
            continue
        assert at == (last[inside].min() if rising else last[inside].max())
        assert class_of(grid.x[end - 1], *line, grid.arithmetic, classes.first) == at


def class_at(first: np.ndarray, total: float) -> int:
    """Return the class of a sum."""
    return int(np.searchsorted(first, total, side="right")) - 1


def test_a_sum_that_is_no_double_keeps_to_its_side() -> None:
    spec = dataclasses.replace(spec_of("fp16"))
    problem = Problem(
        activation=functions.get("tanh"),
        interval=(-1.0, 1.0),
        segments=2,
        fit="minimax",
        objective=objective_named("max", spec),
        spec=spec,
    )
    grid = problem_grid(problem, spec)
    edge = np.array([-np.inf, 1.0])
    assert class_of(1.0, 1.0, 0.0, grid.arithmetic, edge) == 1
    assert class_of(2.0**-40, -(2.0**-24), 1.0, grid.arithmetic, edge) == 0  # 1 - 2^-64, which doubles round to 1
    assert class_of(2.0**-40, 2.0**-24, 1.0, grid.arithmetic, edge) == 1
