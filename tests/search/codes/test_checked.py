"""Weighted errors of a unit, and constraints that a unit breaks are noticed, whichever code it is on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from search.codes.kinds import spec_of

from pwlact import functions
from pwlact.datapath import Unit
from pwlact.errors import RunError
from pwlact.functions import Symmetry
from pwlact.search.codes.checked import check_kept, weighted_errors
from pwlact.search.codes.constrained import outputs_of, problem_grid
from pwlact.search.constraints import Constraints
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.problem import Problem, objective_named, tail_pins

KEPT = (
    Constraints(through=((0.0, 0.0),)),
    Constraints(monotone=True),
    Constraints(last=1.0),
)


def problem_of(symmetry: Symmetry = Symmetry.NONE, name: str = "tanh", **settings: object) -> Problem:
    """Return a problem on q3.5."""
    spec = spec_of("q3.5", symmetry=symmetry)
    settings = {"segments": 6, "fit": "minimax", "objective": objective_named("relative", spec), **settings}
    return Problem(activation=functions.get(name), interval=(-3.0, 3.0), spec=spec, **settings)  # type: ignore[arg-type]


def unit_of(problem: Problem) -> Unit:
    """Return the best unit of a problem."""
    evaluator = make_unit_evaluator(problem)
    unit = evaluator.measure(evaluator.smallest_cover).unit
    assert unit is not None
    return unit


@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD])
def test_weighted_errors_are_those_of_every_code_in_the_range(symmetry: Symmetry) -> None:
    problem = problem_of(symmetry)
    unit = unit_of(problem)
    x = np.arange(-96, 97) / 32.0
    off = np.abs(outputs_of(unit, np.arange(-96, 97)) - np.tanh(x)) / np.maximum(np.abs(np.tanh(x)), 2.0**-5)
    assert problem.spec is not None
    errors, worst = weighted_errors(unit, problem_grid(problem, problem.spec))
    assert (errors.max, errors.mean, errors.mse) == pytest.approx((off.max(), off.mean(), np.mean(off**2)))
    assert off[np.flatnonzero(x == worst)[0]] == pytest.approx(off.max())


@pytest.mark.parametrize("constraints", KEPT, ids=lambda kept: kept.text)
@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD])
def test_kept_constraints_are_counted_and_broken_ones_named(symmetry: Symmetry, constraints: Constraints) -> None:
    problem = problem_of(symmetry, constraints=constraints)
    unit = unit_of(problem)
    assert problem.spec is not None
    grid = problem_grid(problem, problem.spec)
    assert check_kept(unit, grid, problem) == 256
    for k in range(unit.pieces):
        broken = dataclasses.replace(unit, slopes=-unit.slopes - 8, intercepts=unit.intercepts + 8 * (k + 1))
        with pytest.raises(RunError, match="must keep its constraints"):
            check_kept(broken, grid, problem)


def test_negative_outputs_and_ends_off_the_tails_are_noticed() -> None:
    for settings in (
        {"constraints": Constraints(non_negative=True)},
        {"pins": tail_pins(functions.get("sigmoid"), (-3, 3))},
    ):
        problem = problem_of(name="sigmoid", **settings)
        unit = unit_of(problem)
        assert problem.spec is not None
        grid = problem_grid(problem, problem.spec)
        assert check_kept(unit, grid, problem) == 256
        lower = dataclasses.replace(unit, intercepts=np.maximum(unit.intercepts - 8, -128))
        with pytest.raises(RunError, match="must keep its constraints"):
            check_kept(lower, grid, problem)
