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
from pwlact.datapath import Unit, UnitSpec, codes_within, input_codes, unit_report
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Rounding, parse_format
from pwlact.functions import Activation, Interval, Symmetry, from_expression

NAMES = ("input", "slope", "intercept", "output")


def some_unit(spec: UnitSpec, seed: int, pieces: int = 6) -> Unit:
    """Return a unit of small coefficients of either sign."""
    generator = np.random.default_rng(seed)
    low = 0 if spec.symmetry is not Symmetry.NONE else -100
    thresholds = np.sort(generator.choice(100 - low, pieces - 1, replace=False)) + low
    values = generator.uniform(-1.0, 1.0, (2, pieces))
    slopes, intercepts = spec.slope.encode(values[0]), spec.intercept.encode(values[1])
    return Unit(spec=spec, thresholds=thresholds, slopes=slopes, intercepts=intercepts)


def in_range(x: float, activation: Activation, interval: Interval, mirrored: bool) -> bool:
    """Tell whether an input is in the range; one at an end with a tail is the tail's."""
    low, high = interval
    below = x >= low if activation.left_tail is None or not mirrored else x > low
    return below and (x <= high if activation.right_tail is None else x < high)


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
    inside, outside, worst = [], [], (-1.0, 0.0)
    for code in range(spec.input.lowest, spec.input.highest + 1):
        x = code * spec.input.step
        y, exact = fixed_output(unit, code) / 128.0, float(activation(x))
        if in_range(x, activation, interval, mirrored=False):
            inside.append((y, exact))
            worst = max(worst, (abs(y - exact), -x))
        else:
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
    turns = 0
    for (y, exact), (next_y, next_exact) in pairwise(inside):
        rises, falls = next_exact > exact, next_exact < exact
        turns += (next_y < y and rises) or (next_y > y and falls)
    assert report.reversals == turns


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
    codes, inside = codes_within(spec, activation, (-4.0, 4.0))
    codes = codes[inside]
    exact = activation(format_.decode(codes))
    largest = 0.0
    for y, wanted in zip(format_.decode(unit(codes)).tolist(), exact.tolist(), strict=True):
        binade = max(math.floor(math.log2(wanted)), 1 - format_.bias)  # type: ignore[union-attr]
        largest = max(largest, abs(y - wanted) / 2.0 ** (binade - format_.mantissa))  # type: ignore[union-attr]
    report = unit_report(unit, activation, (-4.0, 4.0))
    assert report.inputs == codes.size
    assert report.ulp == largest


@pytest.mark.parametrize("name", ["q3.5", "uq4.4", "q6.-2", "fp8_e4m3", "fp8_e5m2", "e3m2"])
def test_input_codes_are_every_finite_one_ascending(name: str) -> None:
    format_ = parse_format(name)
    codes = input_codes(format_)
    x = format_.decode(codes)
    assert np.all(np.isfinite(x))
    assert np.all(np.diff(x) >= 0)
    finite = [code for code in format_.codes().tolist() if np.isfinite(format_.decode(code))]
    assert sorted(codes.tolist()) == sorted(finite)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("name", ["q3.5", "fp8_e4m3", "e3m2"])
def test_a_range_ends_before_its_right_tail(name: str, mirrored: bool) -> None:
    for activation in (functions.get("tanh"), from_expression("sin(3 * x)", interval=(-12.0, 12.0))):
        for interval in ((-2.0, 2.0), (-4.0, 4.0), (-2.1, 2.1)):
            spec = spec_of(name, symmetry=Symmetry.ODD if mirrored else Symmetry.NONE)
            codes, inside = codes_within(spec, activation, interval)
            wanted = [in_range(float(spec.input.decode(code)), activation, interval, mirrored) for code in codes]
            if spec.fixed and mirrored and interval[0] == -4.0:
                wanted[0] = False  # -4, whose mirror image q3.5 does not hold
            assert inside.tolist() == wanted


def test_a_range_without_codes_is_refused() -> None:
    with pytest.raises(FormatError, match=r"must have codes in the range 0.01 0.02, got q3.5 with -4 to 3.96875; give"):
        codes_within(spec_of("q3.5"), functions.get("tanh"), (0.01, 0.02))


def test_an_input_has_at_most_twenty_bits() -> None:
    assert input_codes(FixedPoint(4, 16)).size == 1 << 20
    with pytest.raises(FormatError, match=r"at most 20 bits, got q4\.17 with 21; use fewer fraction bits"):
        input_codes(FixedPoint(4, 17))


def test_what_overflows_doubles_beyond_the_range_is_left_out() -> None:
    activation = from_expression("exp(x)**40", interval=(-2.0, 0.0))
    report = unit_report(some_unit(spec_of("q8.4"), seed=3), activation, (-2.0, 0.0))
    assert report.outside is None
