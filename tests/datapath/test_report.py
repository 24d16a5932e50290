"""Errors of a unit over its input codes, against a loop over them."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from datapath.oracle import fixed_output
from random_units import spec_of

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec, codes_within, unit_report
from pwlact.formats import FixedPoint, Overflow, Rounding, parse_format
from pwlact.functions import Interval, Symmetry, from_expression

NAMES = ("input", "slope", "intercept", "output")


def some_unit(spec: UnitSpec, seed: int, pieces: int = 6) -> Unit:
    """Return a unit of small coefficients of either sign."""
    generator = np.random.default_rng(seed)
    low = 0 if spec.symmetry is not Symmetry.NONE else -100
    thresholds = np.sort(generator.choice(100 - low, pieces - 1, replace=False)) + low
    values = generator.uniform(-1.0, 1.0, (2, pieces))
    slopes, intercepts = spec.slope.encode(values[0]), spec.intercept.encode(values[1])
    return Unit(spec=spec, thresholds=thresholds, slopes=slopes, intercepts=intercepts)


def turned(y: float, exact: float, next_y: float, next_exact: float) -> bool:
    """Tell whether an output falls where the function rises, or rises where it falls."""
    return (next_y < y and next_exact > exact) or (next_y > y and next_exact < exact)


@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)
@pytest.mark.parametrize(
    ("name", "function", "interval"),
    [
        ("q3.5", "silu", (-3.0, 3.0)),
        ("q3.5", "tanh", (-4.0, 4.0)),
        ("q4.4", "exp", (-2.0, 0.5)),
        ("q4.4", "elu", (-9.0, 9.0)),
    ],
)
def test_figures_are_those_of_a_loop(name: str, function: str, interval: Interval, rounding: Rounding) -> None:
    activation = functions.get(function)
    spec = spec_of(name, output=parse_format("q3.7"), rounding=rounding)
    assert isinstance(spec.input, FixedPoint)
    unit = some_unit(spec, seed=1)
    inside, outside, worst, every = [], [], (-1.0, 0.0), []
    for code in range(spec.input.lowest, spec.input.highest + 1):
        x = code * spec.input.step
        y, exact = fixed_output(unit, code) / 128.0, float(activation(x))
        holds = -4.0 - 1 / 256 <= exact <= 4.0 - 1 / 256
        every.append((x, y, exact, holds or interval[0] <= x <= interval[1]))
        if interval[0] <= x <= interval[1]:
            inside.append((y, exact))
            worst = max(worst, (abs(y - exact), -x))
        elif holds:
            outside.append(abs(y - exact))
    report = unit_report(unit, activation, interval)
    off = [abs(y - exact) for y, exact in inside]
    assert report.inputs == len(inside)
    assert report.errors.max == max(off)
    assert math.isclose(report.errors.mean, sum(off) / len(off), rel_tol=1e-12)
    assert math.isclose(report.errors.mse, sum(each**2 for each in off) / len(off), rel_tol=1e-12)
    assert report.ulp == max(off) * 128.0
    assert report.worst == -worst[1]
    assert report.outside == (max(outside) if outside else None)
    assert report.reversals == sum(turned(*before, *after) for before, after in pairwise(inside))
    everywhere = report.all_codes
    assert everywhere is not None
    counted = [(abs(y - exact), x) for x, y, exact, counts in every if counts]
    assert (everywhere.inputs, everywhere.beyond) == (len(counted), len(every) - len(counted))
    assert everywhere.max == max(counted)[0]
    assert everywhere.worst == next(x for off, x in counted if off == everywhere.max)
    turns = [
        after[0] for before, after in pairwise(every) if before[3] and after[3] and turned(*before[1:3], *after[1:3])
    ]
    assert everywhere.reversals == len(turns)
    assert everywhere.reversals_at == tuple(turns[:16])


def test_an_output_that_follows_the_function_has_no_reversals_and_one_that_mocks_it_has() -> None:
    activation = replace(from_expression("abs(x)", interval=(-4.0, 4.0)), left_tail=None, right_tail=None)
    spec = spec_of("q3.5")
    follows = Unit(spec=spec, thresholds=[0], slopes=[-32, 32], intercepts=[0, 0])
    mocks = Unit(spec=spec, thresholds=[0], slopes=[32, -32], intercepts=[0, 0])
    level = Unit(spec=spec, thresholds=[], slopes=[0], intercepts=[5])
    counts = [unit_report(unit, activation, (-3.0, 3.0)).reversals for unit in (follows, mocks, level)]
    assert counts == [0, 192, 0]


@pytest.mark.parametrize("name", ["fp8_e4m3", "fp16"])
def test_last_places_of_floats_are_those_at_the_functions_value(name: str) -> None:
    activation = functions.get("sigmoid")
    spec = spec_of(name, rounding=Rounding.NEAREST_EVEN)
    format_ = spec.output
    unit = some_unit(spec, seed=2)
    codes, inside = codes_within(spec.input, (-4.0, 4.0))
    codes = codes[inside]
    exact = activation(format_.decode(codes))
    largest = 0.0
    for y, wanted in zip(format_.decode(unit(codes)).tolist(), exact.tolist(), strict=True):
        binade = max(math.floor(math.log2(wanted)), 1 - format_.bias)  # type: ignore[union-attr]
        largest = max(largest, abs(y - wanted) / 2.0 ** (binade - format_.mantissa))  # type: ignore[union-attr]
    report = unit_report(unit, activation, (-4.0, 4.0))
    assert report.inputs == codes.size
    assert report.ulp == largest


def test_what_overflows_doubles_beyond_the_range_is_left_out() -> None:
    activation = from_expression("exp(x)**40", interval=(-2.0, 0.0))
    report = unit_report(some_unit(spec_of("q8.4"), seed=3), activation, (-2.0, 0.0))
    assert report.outside is not None
    assert report.outside < 256.0
    assert report.all_codes is not None
    assert report.all_codes.beyond == 2046  # from code 2: exp(40 * 0.125) is 148


def test_the_seams_to_the_tails_and_both_ends_are_part_of_the_figures() -> None:
    activation = functions.get("tanh")
    flat = Unit(
        spec=spec_of("q4.8"),
        thresholds=[-1024, -256, 256, 1025],  # the outer rows go beyond the tails of tanh
        slopes=[0, 0, 256, 0, 0],
        intercepts=[-256, -270, 0, 270, 256],
    )
    report = unit_report(flat, activation, (-4.0, 4.0))
    assert report.all_codes is not None
    assert (report.all_codes.reversals, report.all_codes.reversals_at) == (2, (-4.0, 4.00390625))
    assert report.reversals == 0


def test_an_infinite_output_is_no_number_and_has_a_place() -> None:
    spec = spec_of("fp8_e5m2", rounding=Rounding.NEAREST_EVEN, overflow=Overflow.INFINITE)
    one = spec.slope.encode([4.0])
    report = unit_report(
        Unit(spec=spec, thresholds=[], slopes=one, intercepts=spec.intercept.encode([0.0])),
        replace(functions.get("tanh"), left_tail=None, right_tail=None),
        (-1.0, 1.0),
    )
    assert report.all_codes is not None
    assert report.all_codes.max is None
    assert abs(report.all_codes.worst) * 4.0 > 57344.0
    assert report.outside is None


def test_the_largest_error_in_last_places_has_its_own_input() -> None:
    spec = spec_of("fp16", rounding=Rounding.NEAREST_EVEN)
    unit = Unit(spec=spec, thresholds=[], slopes=spec.slope.encode([0.5]), intercepts=spec.intercept.encode([0.125]))
    report = unit_report(unit, functions.get("gelu"), (-2.0, 2.0))
    assert abs(report.worst) > 1.0
    assert report.ulp_worst is not None
    assert abs(report.ulp_worst) < 2.0**-12  # where |f(x)| is below the smallest normal number
    assert report.ulp == pytest.approx(0.125 * 2.0**24, rel=1e-3)
