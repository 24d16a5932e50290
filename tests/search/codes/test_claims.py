"""What a search claims is what the datapath's model says of the unit: every function, many kinds of units."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from search.codes.kinds import spec_of

from pwlact import functions
from pwlact.datapath import unit_report
from pwlact.errors import FormatError
from pwlact.formats import Overflow, Rounding
from pwlact.functions import Activation, Symmetry
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.table_rows import build_pwl, build_unit
from pwlact.search.codes.tabulate import code_grid
from pwlact.settings.unit import UnitChoice, unit_spec

FUNCTIONS = [functions.get(name) for name in functions.names()]
SYMMETRIC = [activation for activation in FUNCTIONS if activation.symmetry is not Symmetry.NONE]
KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "separate": {"arithmetic": "separate"},
    "address": {"selection": "address"},
    "shift": {"shift_terms": 2},
    "wrap": {"overflow": "wrap", "rounding": "down"},
    "away": {"rounding": "nearest_away", "arithmetic": "separate"},
    "zero": {"rounding": "toward_zero", "selection": "address"},
    "narrow": {"slope": "q3.6", "intercept": "q5.7", "output": "q5.6"},
}

every_function = pytest.mark.parametrize("activation", FUNCTIONS, ids=lambda activation: activation.name)


def check(activation: Activation, name: str, kind: str, pieces: int, symmetry: Symmetry = Symmetry.NONE) -> None:
    """Compare the claimed error with the unit's, and the bound with both."""
    spec = unit_spec(name, UnitChoice(**KINDS[kind]), symmetry)
    low, high = activation.interval
    interval = (max(low, -8.0), min(high, 8.0))
    grid = code_grid(activation, interval, spec)
    cover = smallest_cover(grid, pieces)
    unit = build_unit(grid, cover)
    report = unit_report(unit, activation, interval)
    assert unit.pieces >= pieces
    assert report.errors.max <= cover.error * (1.0 + 1e-12)
    if cover.bound is not None:
        assert report.errors.max == pytest.approx(cover.error, rel=1e-6)
        assert cover.bound <= report.errors.max
    assert report.errors.mean <= report.errors.max
    assert report.errors.mse <= report.errors.max**2
    assert build_pwl(grid, cover, 2 * pieces if symmetry is not Symmetry.NONE else pieces).breakpoints[0] == interval[0]


@every_function
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "narrow"])
def test_errors_of_fixed_point_units_are_as_claimed(activation: Activation, kind: str) -> None:
    for name in ("q5.8", "q5.5"):
        check(activation, name, kind, 7)


@every_function
def test_errors_of_units_with_coarse_coefficients_are_as_claimed(activation: Activation) -> None:
    check(activation, "q5.6", "narrow", 7)


@every_function
@pytest.mark.parametrize("kind", ["plain", "separate"])
def test_errors_of_floats_are_as_claimed(activation: Activation, kind: str) -> None:
    for name in ("fp8_e5m2", "e5m6"):
        check(activation, name, kind, 5)


@pytest.mark.parametrize("activation", SYMMETRIC, ids=lambda activation: activation.name)
def test_errors_of_mirrored_units_are_as_claimed(activation: Activation) -> None:
    for kind in ("plain", "separate", "wrap", "address"):
        check(activation, "q5.6", kind, 4, activation.symmetry)
    if activation.symmetry is Symmetry.ODD:
        check(activation, "e5m6", "plain", 4, activation.symmetry)


@pytest.mark.parametrize("function", ["silu", "exp", "sigmoid"])
@pytest.mark.parametrize("name", ["q4.12", "fp16", "bf16"])
def test_errors_of_sixteen_bits_are_as_claimed(name: str, function: str) -> None:
    check(functions.get(function), name, "plain", 16)


@every_function
@pytest.mark.parametrize("rounding", [Rounding.NEAREST_EVEN, Rounding.DOWN], ids=lambda rounding: rounding.value)
def test_tails_are_the_nearest_codes_of_the_functions(activation: Activation, rounding: Rounding) -> None:
    for spec in (
        spec_of("q5.9", "q3.9", "q5.12", "q5.9", rounding=rounding),
        spec_of("q5.9", "q3.9", "q5.12", "q5.9", rounding=rounding, shift_terms=2),
        spec_of("fp8_e5m2", rounding=rounding, overflow=Overflow.INFINITE),
    ):
        grid = code_grid(activation, (-4.0, 1.0), spec)
        unit = build_unit(grid, smallest_cover(grid, 5))
        ends = ((0, activation.left_tail), (-1, activation.right_tail))
        for at, tail in ends:
            if tail is None:
                continue
            slope, intercept = spec.slope.decode(unit.slopes[at]), spec.intercept.decode(unit.intercepts[at])
            within = 0.5 * float(spec.slope.ulp(np.array(tail.slope)))
            assert abs(slope - tail.slope) <= (within if not spec.shift_terms else 0.02)
            assert abs(intercept - tail.intercept) <= 0.5 * float(spec.intercept.ulp(np.array(tail.intercept)))


def test_a_tail_beyond_its_format_is_refused_with_a_format_that_would_do() -> None:
    activation = functions.get("tanhshrink")  # its right tail is x - 1, and it is flat about zero
    spec = spec_of("q4.8", "q0.8", "q4.12", "q4.8")
    grid = code_grid(activation, (-0.5, 0.5), spec)
    with pytest.raises(FormatError, match=r"slope format q0\.8 must hold the tails' slopes, got 1, .* q2\.8 would do"):
        build_unit(grid, smallest_cover(grid, 2))
    grid = code_grid(activation, (-0.5, 0.5), dataclasses.replace(spec, slope=spec_of("q2.8").slope))
    assert build_unit(grid, smallest_cover(grid, 2)).pieces == 4
