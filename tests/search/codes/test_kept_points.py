"""Given points under constraints: the best rows of that partition."""

from __future__ import annotations

import numpy as np
import pytest
from search.codes.brute import coefficient_codes
from search.codes.brute_kept import least, outputs_and_errors
from search.codes.kinds import spec_of

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.search.codes.constrained import problem_grid
from pwlact.search.codes.kept_points import kept_points
from pwlact.search.constraints import Constraints
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.problem import Problem, objective_named

SPEC = spec_of("q2.2", "q2.3", "q2.4", "q2.4")
POINTS = np.array([-0.5, 0.75])


def problem_of(constraints: Constraints) -> Problem:
    """Return a problem of three segments."""
    objective = objective_named("max", SPEC)
    return Problem(
        activation=functions.get("sigmoid"),
        interval=(-1.5, 1.5),
        segments=3,
        fit="minimax",
        objective=objective,
        spec=SPEC,
        constraints=constraints,
    )


@pytest.mark.parametrize(
    "constraints",
    [
        Constraints(monotone=True),
        Constraints(through=((0.0, 0.625),)),
        Constraints(through=((0.0, 0.5),), monotone=True),
    ],
    ids=lambda kept: kept.text,
)
def test_no_lines_on_the_given_rows_have_a_smaller_error(constraints: Constraints) -> None:
    problem = problem_of(constraints)
    grid = problem_grid(problem, SPEC)
    starts = [0, *(int(np.flatnonzero(grid.x == point)[0]) for point in POINTS), grid.size]
    slopes, intercepts = (each.ravel() for each in np.meshgrid(*coefficient_codes(grid), indexing="ij"))
    outputs, errors = outputs_and_errors(problem, grid, slopes, intercepts)
    levels, ranks = np.unique(grid.kept.direction * outputs, return_inverse=True)
    anything = np.full(outputs.shape, True)
    wanted = least(errors, ranks.reshape(outputs.shape), levels.size, anything, starts, 3)[-1]
    found = make_unit_evaluator(problem).candidate(POINTS)
    assert found.objective == pytest.approx(wanted, rel=1e-6)
    assert kept_points(grid, POINTS, "minimax").starts.tolist() == starts


def test_least_squares_lines_keep_no_constraints() -> None:
    problem = problem_of(Constraints(monotone=True))
    with pytest.raises(ConfigError, match="give --fit minimax"):
        kept_points(problem_grid(problem, SPEC), POINTS, "lstsq")
