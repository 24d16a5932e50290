"""A tolerance for a unit: it is kept, with as few pieces as the finest coefficients need, in as few bits as do."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from search.codes.brute import coefficient_codes, least_errors, line_errors, possible_starts, row_errors
from search.codes.random_floats import random_grids

import pwlact
from pwlact import functions
from pwlact.datapath import UnitSpec, codes_within, fraction
from pwlact.errors import RunError
from pwlact.functions import Activation, Interval, Symmetry
from pwlact.search import Problem
from pwlact.search.codes.bit_widths import FINE, Tolerance, fewest_rows
from pwlact.search.codes.cover import cover_within
from pwlact.search.codes.spec import with_fractions
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tabulate import code_grid
from pwlact.search.constraints import Constraints
from pwlact.search.problem import objective_named
from pwlact.search.solve import solve_within
from pwlact.settings.unit import UnitChoice, unit_spec

ULP = Tolerance(size=1.0, in_ulps=True)
FINER = Tolerance(size=2.0**-5, in_ulps=False)
LIMIT = 64

CASES: tuple[tuple[str, Interval, str, dict[str, Any], bool], ...] = (
    ("silu", (-4.0, 4.0), "q3.5", {}, False),
    ("silu", (-4.0, 4.0), "q3.5", {}, True),
    ("sigmoid", (-4.0, 4.0), "q3.5", {"output": "uq1.7"}, False),
    ("tanh", (-4.0, 4.0), "q3.5", {"rounding": "down"}, True),
    ("exp", (-4.0, 0.0), "q3.5", {"output": "q2.8", "intercept": "q3.12"}, False),
    ("silu", (-4.0, 4.0), "q3.5", {"slope": "q2.7", "selection": "address", "address_bits": 6}, False),
    ("gelu", (-4.0, 4.0), "q3.5", {"shift_terms": 2}, False),
    ("silu", (-4.0, 4.0), "q3.5", {"arithmetic": "separate"}, False),
    ("sigmoid", (-4.0, 4.0), "q3.5", {"arithmetic": "separate", "rounding": "down", "output": "q2.6"}, False),
    ("mish", (-4.0, 4.0), "q3.6", {"slope": "q3.9", "intercept": "q4.10"}, False),
)
each = pytest.mark.parametrize(("function", "interval", "name", "choice", "mirror"), CASES, ids=str)


def spec_of(activation: Activation, name: str, choice: dict[str, Any], mirror: bool) -> UnitSpec:
    """Return the kind of unit of a case."""
    return unit_spec(name, UnitChoice(**choice), activation.symmetry if mirror else Symmetry.NONE)


def problem_of(activation: Activation, interval: Interval, spec: UnitSpec) -> Problem:
    """Return the problem of a kind of unit."""
    return Problem(activation=activation, interval=interval, segments=1, spec=spec)


def errors_allowed(unit: Any, activation: Activation, interval: Interval, tolerance: Tolerance) -> tuple[Any, Any]:
    """Return the errors on every input code in the range, and what is allowed there."""
    spec = unit.spec
    codes, inside = codes_within(spec.input, interval)
    exact = activation(spec.input.decode(codes[inside]))
    off = np.abs(spec.output.decode(unit(codes[inside])) - exact)
    return off, tolerance.size * (spec.output.ulp(exact) if tolerance.in_ulps else np.ones(exact.size))


@each
@pytest.mark.parametrize("tolerance", [ULP, FINER], ids=["1ulp", "2^-5"])
def test_keeps_to_the_tolerance_in_as_few_pieces_and_bits_as_can_be(
    function: str, interval: Interval, name: str, choice: dict[str, Any], mirror: bool, tolerance: Tolerance
) -> None:
    activation = functions.get(function)
    spec = spec_of(activation, name, choice, mirror)
    grid, cover, _ = fewest_rows(problem_of(activation, interval, spec), tolerance, LIMIT)
    off, allowed = errors_allowed(build_unit(grid, cover), activation, interval, tolerance)
    assert np.all(off <= allowed)
    pieces = cover.slopes.size

    def fits(slope: int, intercept: int, max_rows: int) -> bool:
        other = code_grid(activation, interval, with_fractions(spec, slope, intercept))
        return cover_within(other, tolerance.on(other), max_rows) is not None

    finest = fraction(spec.output) + FINE, fraction(spec.output) + 2 * FINE
    assert pieces == 1 or not fits(*finest, pieces - 1)
    found = fraction(grid.spec.slope), fraction(grid.spec.intercept)
    assert fits(*found, pieces)
    for slope in range(finest[0] + 1) if "slope" in spec.trim else [found[0]]:
        max_intercept = min(sum(found) - 1 - slope, finest[1])  # one more bit fewer in all than was found
        for intercept in range(max_intercept + 1) if "intercept" in spec.trim else [found[1]]:
            if intercept <= max_intercept:
                assert not fits(slope, intercept, pieces), (slope, intercept, found)


@pytest.mark.parametrize("function", ["sigmoid", "silu"])
@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("name", ["fp8_e4m3", "fp16"])
def test_floats_keep_to_ulps_at_each_value(name: str, mirror: bool, function: str) -> None:
    activation = functions.get(function)
    interval = (-3.5, 3.5) if name == "fp8_e4m3" else (-4.0, 4.0)  # half a table of sigmoid is further off at -4 there
    spec = spec_of(activation, name, {}, mirror)
    size = 1.0 if name == "fp8_e4m3" else 16.0
    tolerance = Tolerance(size=size, in_ulps=True)
    grid, cover, _ = fewest_rows(problem_of(activation, interval, spec), tolerance, 200)
    off, allowed = errors_allowed(build_unit(grid, cover), activation, interval, tolerance)
    assert np.all(off <= allowed)
    assert cover_within(grid, tolerance.on(grid), cover.slopes.size - 1) is None
    assert allowed.min() < allowed.max()


@pytest.mark.parametrize("in_ulps", [False, True])
def test_rows_of_random_floats_are_the_fewest_of_all_partitions_and_codes(in_ulps: bool) -> None:
    rng = np.random.default_rng(3)
    counts = []
    for grid in random_grids(110, 3 + in_ulps):
        tolerance = Tolerance(size=float(np.exp(rng.uniform(-1.0, 1.0) - (0 if in_ulps else 2))), in_ulps=in_ulps)
        allowed = np.broadcast_to(tolerance.on(grid), grid.size)
        shares = row_errors(line_errors(grid, *coefficient_codes(grid)) / allowed)
        wanted = [rows for rows, share in enumerate(least_errors(shares, possible_starts(grid), 6), 1) if share <= 1.0]
        asked = (problem_of(grid.activation, grid.interval, grid.spec), tolerance)
        if wanted:
            _, cover, _ = fewest_rows(*asked, 6)
            assert cover.slopes.size == wanted[0], (grid.spec, grid.interval, tolerance)
        else:
            with pytest.raises(RunError, match="must come within"):
                fewest_rows(*asked, 6)
        counts.append(len(wanted))
    assert 0 in counts
    assert len(set(counts)) > 3


@pytest.mark.parametrize(("low", "high", "fewest"), [(-5.5, -5.0, 9), (-6.0, -5.5, 11), (-6.0, -5.0, 20)])
def test_tiny_slopes_are_found_in_the_tail_of_gelu(low: float, high: float, fewest: int) -> None:
    grid, cover, _ = fewest_rows(
        problem_of(functions.get("gelu"), (low, high), unit_spec("bf16", UnitChoice())), ULP, LIMIT
    )
    assert cover.slopes.size <= fewest + 1  # the range is closed
    assert cover_within(grid, ULP.on(grid), cover.slopes.size - 1) is None


@pytest.mark.parametrize("mirror", [False, True])
def test_a_result_for_a_tolerance_keeps_to_it(mirror: bool) -> None:
    activation = functions.get("tanh")
    spec = spec_of(activation, "q4.7", {}, mirror)
    asked = objective_named("max", spec)
    problem = Problem(activation=activation, interval=(-4.0, 4.0), segments=1, spec=spec, objective=asked)
    result = solve_within(problem, Tolerance(size=2.0**-6, in_ulps=False), LIMIT)
    unit = result.candidate.unit
    assert unit is not None
    assert result.candidate.unit_report is not None
    assert result.candidate.unit_report.errors.max <= 2.0**-6
    assert result.problem.segments % 2 == 0 or not mirror
    assert result.candidate.pwl.points.size == result.problem.segments - 1
    assert unit.pieces == result.problem.table_rows + (1 if mirror else 2)  # tails
    assert result.lower_bound is None or result.lower_bound <= 2.0**-6
    assert result.details["proven"] is True


def test_a_mirrored_table_takes_no_more_pieces_than_half_the_segments() -> None:
    activation = functions.get("tanh")
    spec = spec_of(activation, "q3.5", {}, True)
    problem = Problem(activation=activation, interval=(-4.0, 4.0), segments=1, spec=spec)
    needed = solve_within(problem, ULP, LIMIT).problem.segments
    assert solve_within(problem, ULP, needed).problem.segments == needed
    with pytest.raises(RunError, match="allow more by --max-segments or a larger --max-error"):
        solve_within(problem, ULP, needed - 1)


def test_a_tolerance_that_no_pieces_keep_to_is_refused() -> None:
    activation = functions.get("silu")
    spec = spec_of(activation, "q3.5", {}, False)
    for tolerance in (Tolerance(size=0.2, in_ulps=True), Tolerance(size=1e-4, in_ulps=False)):
        with pytest.raises(RunError, match=r"q3\.5 .* within .* of silu, got none.*; give the output more"):
            fewest_rows(problem_of(activation, (-4.0, 4.0), spec), tolerance, LIMIT)
    with pytest.raises(RunError, match=r"at most 2 pieces .* 1 ulp of silu, got 5, proven the fewest.*; allow more by"):
        fewest_rows(problem_of(activation, (-4.0, 4.0), spec), ULP, 2)


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        (
            "silu",
            {"unit": {"selection": "address", "address_bits": 2}},
            "pieces with 2 address bits must .* more address",
        ),
        (
            "tanh",
            {"unit": {"selection": "exponential", "mantissa_bits": 0, "base": 1.0}},
            "on some stretch; give more mantissa bits",
        ),
        ("tanh", {"through": [(0.0, 0.5)]}, "keep the constraints, got none at x = 0; .* or leave a constraint out"),
        ("sigmoid", {"last_piece": 0.5}, "keep the constraints, got none that do; .* or leave a constraint out"),
    ],
)
def test_a_tolerance_out_of_reach_names_what_stands_in_its_way(
    name: str, settings: dict[str, Any], message: str
) -> None:
    if "last_piece" in settings:
        settings = {**settings, "unit": {"selection": "address", "address_bits": 3}}
    with pytest.raises(RunError, match=message):
        pwlact.approximate(name, format="q3.5", interval=(-4.0, 3.96875), max_error="1ulp", **settings)


def test_wide_outputs_begin_with_as_many_bits_as_doubles_hold() -> None:
    activation = functions.get("silu")
    spec = unit_spec("q4.6", UnitChoice(output="q4.20"))
    tolerance = Tolerance(size=2.0**-8, in_ulps=False)
    grid, cover, _ = fewest_rows(problem_of(activation, (-8.0, 8.0), spec), tolerance, LIMIT)
    off, allowed = errors_allowed(build_unit(grid, cover), activation, (-8.0, 8.0), tolerance)
    assert np.all(off <= allowed)
    assert dataclasses.replace(grid.spec, slope=spec.slope, intercept=spec.intercept) == spec


@pytest.mark.parametrize("monotone", [False, True])
def test_a_tolerance_of_weighted_errors_is_kept_with_the_constraints(monotone: bool) -> None:
    activation, spec = functions.get("sigmoid"), unit_spec("q3.5", UnitChoice(output="uq1.11"))
    problem = dataclasses.replace(
        problem_of(activation, (-4.0, 4.0), spec),
        objective=objective_named("relative", spec),
        constraints=Constraints(through=((0.0, 0.5),), monotone=monotone),
        fit="minimax",
    )
    result = solve_within(problem, Tolerance(size=2.0**-5, in_ulps=False), LIMIT)
    assert result.errors.weighted is not None
    assert result.errors.weighted.max <= 2.0**-5
    with pytest.raises(RunError, match="keep the constraints, got"):
        solve_within(problem, Tolerance(size=2.0**-5, in_ulps=False), result.problem.segments - 1)
