"""What a search claims is what the datapath's model says of the unit: every function, many kinds of units."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact import functions
from pwlact.datapath import unit_report
from pwlact.functions import Activation, Symmetry
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.table_rows import build_pwl, build_unit
from pwlact.search.codes.tabulate import code_grid
from pwlact.search.codes.tails import left_over_errors
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
    of_tails = max([0.0, *left_over_errors(grid).tolist()])
    assert report.errors.max <= max(cover.error, of_tails) * (1.0 + 1e-12)
    if cover.bound is not None:
        assert report.errors.max == pytest.approx(max(cover.error, of_tails), rel=1e-6)
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
