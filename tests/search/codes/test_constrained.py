"""Weights and constraints in the exact search: against every line of codes and every partition of tiny units."""

from __future__ import annotations

import dataclasses
import re
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from random_units import pick
from search.codes.brute_kept import least_kept
from search.codes.kinds import spec_of

import pwlact
from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError, FormatError
from pwlact.formats import Rounding
from pwlact.functions import Activation, Line, Symmetry
from pwlact.metrics import weight_of
from pwlact.search.codes.constrained import problem_grid
from pwlact.search.codes.cover import check_rows
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import TableRows, build_unit
from pwlact.search.codes.tails import left_over_errors
from pwlact.search.constraints import Constraints
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.problem import Objective, Problem, tail_pins

ROWS = 3
FORMATS = (
    ("q2.2", "q2.2", "q2.3", "q2.3"),
    ("q1.3", "q2.3", "q2.4", "q1.4"),
    ("q2.2", "q2.3", "q2.2", "q2.2"),
    ("e3m2",),
    ("e2m2",),
)
WEIGHTS = (None, "relative", "relative:0.25", "ulp", "1/(abs(x)+0.1)", "2 + x/4")
FALLING = functions.from_expression("1 / (1 + exp(x))", left_tail=Line(0.0, 1.0), right_tail=Line(0.0, 0.0))
KINDS: dict[str, Activation] = {
    "tanh": functions.get("tanh"),
    "sigmoid": functions.get("sigmoid"),
    "silu": functions.get("silu"),
    "falling": FALLING,
}


def random_problem(rng: np.random.Generator) -> Problem:
    """Return a problem of a tiny unit with a weight, constraints or both; its formats need not suit its range."""
    activation = KINDS[pick(rng, KINDS)]
    mirrored = activation.symmetry is Symmetry.ODD and bool(rng.integers(2))
    spec = spec_of(
        *pick(rng, FORMATS),
        rounding=Rounding.NEAREST_EVEN if mirrored else pick(rng, Rounding),
        symmetry=activation.symmetry if mirrored else Symmetry.NONE,
        address_bits=pick(rng, (None, None, 3)),
    )
    high = float(pick(rng, (0.75, 1.0, 1.5)))
    weight = pick(rng, WEIGHTS)
    return Problem(
        activation=activation,
        interval=(-high, high),
        segments=2 * ROWS if mirrored else ROWS,
        fit="minimax",
        objective=Objective(
            mean_weight=0.0,
            max_weight=1.0,
            measure="codes",
            weight=None if weight is None else weight_of(weight, spec.output),
        ),
        spec=spec,
        pins=tail_pins(activation, (-high, high)) if rng.integers(6) == 0 else (None, None),
        constraints=random_constraints(rng, spec, activation),
    )


def random_constraints(rng: np.random.Generator, spec: UnitSpec, f: Activation) -> Constraints:
    """Return some constraints, which need not be possible together."""
    y = float(spec.output.decode(spec.output.encode(f(0.0) + 0.25 * rng.integers(2))))
    return Constraints(
        through=((0.0, y),) if rng.integers(3) == 0 else (),
        monotone=f.name != "silu" and bool(rng.integers(2)),
        non_negative=f.name != "tanh" and bool(rng.integers(3) == 0),
        last=1.0 if rng.integers(5) == 0 else None,
    )


def possible_problem(seed: int) -> tuple[Problem, CodeGrid]:
    """Return the first random problem of a seed whose formats suit it, and whose constraints do not contradict."""
    rng = np.random.default_rng(seed)
    while True:
        with suppress(FormatError, ConfigError):
            problem = random_problem(rng)
            assert problem.spec is not None
            grid = problem_grid(problem, problem.spec)
            check_rows(grid, problem.table_rows)
            line = TableRows(starts=np.array([0, grid.size]), slopes=np.zeros(1), intercepts=np.zeros(1))
            build_unit(grid, line)  # refused where a tail begins off the addresses
            return problem, grid


@pytest.mark.parametrize("seed", range(300))
def test_no_rows_that_keep_the_constraints_have_a_smaller_weighted_error(seed: int) -> None:
    problem, grid = possible_problem(seed)
    least = least_kept(problem, grid, ROWS)[-1]
    evaluator = make_unit_evaluator(problem)
    if np.isinf(least):
        with pytest.raises(ConfigError, match="must keep the constraints"):
            _ = evaluator.smallest_cover
        return
    cover = evaluator.smallest_cover
    found = evaluator.measure(cover)  # raises where a constraint is broken on a code
    of_tails = left_over_errors(grid).tolist()  # at an end of the range that an address leaves to a tail
    assert found.objective == pytest.approx(max([least, *of_tails]), rel=1e-6), problem
    assert cover.bound is not None
    assert cover.bound <= least
    assert cover.bound == pytest.approx(least, rel=1e-6)


REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("tanh", {"through": ((0.01, 0.0),)}, "at an input code of q3.5 in the range, got x = 0.01; 0.0 would do"),
    ("tanh", {"through": ((0.0, 0.01),)}, "an output of q3.5, got 0.01; 0.0 would do"),
    ("silu", {"monotone": True}, "monotone on the range, got silu on -3 3"),
    ("tanh", {"non_negative": True}, "tails keep the constraints too, got a tail of tanh with output -1"),
    ("tanh", {"last": 0.3}, "a constant last piece is an output of q3.5, got 0.3; 0.3125 would do"),
    ("tanh", {"last": 9.0}, "a constant last piece is an output of q3.5, got 9.0; 3.96875 would do"),
)


@pytest.mark.parametrize(("name", "kept", "message"), REFUSED, ids=str)
def test_what_no_unit_can_keep_is_refused_with_the_remedy(name: str, kept: dict[str, Any], message: str) -> None:
    spec = spec_of("q3.5")
    problem = Problem(
        activation=functions.get(name),
        interval=(-3.0, 3.0),
        segments=4,
        fit="minimax",
        spec=spec,
        constraints=Constraints(**kept),
    )
    with pytest.raises(ConfigError, match=re.escape(message)):
        problem_grid(problem, spec)


def test_values_that_a_mirrored_table_cannot_have_at_both_signs_are_refused() -> None:
    spec = spec_of("q3.5", symmetry=Symmetry.ODD)
    problem = Problem(
        activation=functions.get("tanh"),
        interval=(-3.0, 3.0),
        segments=4,
        fit="minimax",
        spec=spec,
        constraints=Constraints(through=((-1.0, -0.5), (1.0, 0.75))),
    )
    with pytest.raises(ConfigError, match="must not contradict each other, got some that do at x = 1"):
        problem_grid(problem, spec)


def test_a_constant_that_intercepts_are_too_coarse_for_asks_for_finer_ones() -> None:
    spec = spec_of("q3.5", "q3.5", "q3.2", "q3.5")
    problem = Problem(
        activation=functions.get("tanh"),
        interval=(-3.0, 3.0),
        segments=4,
        fit="minimax",
        spec=spec,
        constraints=Constraints(last=0.96875),
    )
    with pytest.raises(ConfigError, match=re.escape("an output of q3.5, got 0.96875; give intercepts more bits")):
        problem_grid(problem, spec)


@pytest.mark.parametrize("monotone", [False, True])
def test_a_half_table_whose_tail_is_negative_is_refused_with_or_without_monotone_rows(monotone: bool) -> None:
    spec = spec_of("q4.4", symmetry=Symmetry.ODD)
    problem = Problem(
        activation=functions.get("tanh"),
        interval=(-8.0, 8.0),
        segments=4,
        fit="minimax",
        spec=spec,
        constraints=Constraints(monotone=monotone, non_negative=True),
    )
    if not monotone:
        problem = dataclasses.replace(problem, interval=(-4.0, 4.0))
    with pytest.raises(ConfigError, match="tails keep the constraints too, got a tail of tanh with output -1"):
        problem_grid(problem, spec)


def test_half_a_table_meets_values_left_of_its_centre() -> None:
    for name, y in (("tanh", -0.75), ("sigmoid", 0.25), ("silu", -0.25)):
        found = pwlact.approximate(name, format="q4.8", segments=6, mirror=True, through=[(-1.0, y)])
        assert found.unit is not None
        assert found.unit.spec.output.decode(found.unit(np.array([-256]))).tolist() == [y]


def test_a_half_table_that_could_cross_its_centre_is_not_monotone() -> None:
    spec = spec_of("q3.5", symmetry=Symmetry.GATED)
    problem = Problem(
        activation=functions.get("relu"),
        interval=(-3.0, 3.0),
        segments=4,
        fit="minimax",
        spec=spec,
        constraints=Constraints(monotone=True),
    )
    with pytest.raises(ConfigError, match="odd or complementary"):
        problem_grid(problem, spec)
