"""Fixed-point units, against exact fractions and APyTypes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from apytypes import APyFixedArray, OverflowMode
from datapath.oracle import fixed_output
from formats.references import APY
from hypothesis import given, settings
from hypothesis import strategies as st

from pwlact.datapath import Unit, UnitSpec
from pwlact.datapath.fixed_point import MAX_SUM_BITS, sum_bits
from pwlact.formats import FixedPoint, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry

OVERFLOWS = (Overflow.SATURATE, Overflow.WRAP)


@st.composite
def formats(draw: st.DrawFn, widest: int, reach: int) -> FixedPoint:
    """Return formats with the point among the bits or up to `reach` beyond them, with and without sign."""
    bits = draw(st.integers(4, widest))
    fraction = draw(st.integers(-reach, bits + reach))
    return FixedPoint(bits - fraction, fraction, draw(st.booleans()))


@st.composite
def specs(draw: st.DrawFn, widest: int, reach: int) -> UnitSpec:
    """Return specs of any four formats and every arithmetic."""
    names = ("input", "slope", "intercept", "output")
    return UnitSpec(
        **{name: draw(formats(widest, reach)) for name in names},
        rounding=draw(st.sampled_from(Rounding)),
        overflow=draw(st.sampled_from(OVERFLOWS)),
        arithmetic=draw(st.sampled_from(("fused", "separate"))),
        symmetry=draw(st.sampled_from(Symmetry)),
    )


@st.composite
def units(draw: st.DrawFn, widest: int, reach: int) -> tuple[Unit, np.ndarray]:
    """Return units of up to five pieces, and some input codes: the ends, zero, the thresholds and their neighbours."""
    spec = draw(specs(widest, reach))
    assert isinstance(spec.input, FixedPoint)
    low, high = spec.input.lowest, spec.input.highest
    thresholds = sorted(draw(st.sets(st.integers(low, high), max_size=4)))
    coefficients = {}
    for name in ("slope", "intercept"):
        format_ = getattr(spec, name)
        ends = st.sampled_from((format_.lowest, format_.highest, 0, 1))
        one = st.integers(format_.lowest, format_.highest) | ends
        coefficients[f"{name}s"] = np.array([draw(one) for _ in range(len(thresholds) + 1)])
    near = {low, low + 1, high, 0, 1, *thresholds, *(code - 1 for code in thresholds), *(-code for code in thresholds)}
    near.update(draw(st.sets(st.integers(low, high), max_size=20)))
    codes = np.array(sorted(code for code in near if low <= code <= high))
    return Unit(spec=spec, thresholds=np.array(thresholds, dtype=np.int64), **coefficients), codes


@settings(max_examples=500)
@given(case=units(widest=9, reach=4))
def test_computes_what_fractions_do(case: tuple[Unit, np.ndarray]) -> None:
    unit, codes = case
    assert unit(codes).tolist() == [fixed_output(unit, code) for code in codes.tolist()]


@settings(max_examples=250)
@given(case=units(widest=32, reach=40))
def test_computes_what_fractions_do_in_the_widest_formats(case: tuple[Unit, np.ndarray]) -> None:
    unit, codes = case
    outputs = unit(codes)
    assert outputs.dtype == np.int64
    assert outputs.tolist() == [fixed_output(unit, code) for code in codes.tolist()]


@settings(max_examples=60)
@given(case=units(widest=32, reach=200))
def test_computes_what_fractions_do_with_the_point_far_away(case: tuple[Unit, np.ndarray]) -> None:
    unit, codes = case
    assert unit(codes).tolist() == [fixed_output(unit, code) for code in codes.tolist()]


@pytest.mark.parametrize("overflow", OVERFLOWS, ids=lambda mode: mode.value)
@pytest.mark.parametrize("symmetry", Symmetry, ids=lambda symmetry: symmetry.value)
def test_sums_at_the_limit_of_int64_are_right_on_either_side(symmetry: Symmetry, overflow: Overflow) -> None:
    """Formats whose sums take 58 to 66 bits, all codes at their extremes."""
    seen = set()
    for fraction in range(20, 31):
        wide = FixedPoint(32 - fraction, fraction)
        same = dict.fromkeys(("input", "slope", "intercept", "output"), wide)
        spec = UnitSpec(**same, symmetry=symmetry, overflow=overflow)
        for slope in (wide.lowest, wide.highest):
            for intercept in (wide.lowest, wide.highest):
                unit = Unit(spec=spec, thresholds=[], slopes=[slope], intercepts=[intercept])
                codes = np.array([wide.lowest, wide.lowest + 1, -1, 0, 1, wide.highest])
                assert unit(codes).tolist() == [fixed_output(unit, code) for code in codes.tolist()]
        narrower = dataclasses.replace(spec, input=FixedPoint(4, 12), slope=FixedPoint(32 - fraction, fraction))
        for one in (spec, narrower):
            seen.add(sum_bits(one) > MAX_SUM_BITS)
    assert seen == {True, False}


@pytest.mark.parametrize("symmetry", [Symmetry.NONE, Symmetry.ODD], ids=lambda symmetry: symmetry.value)
@pytest.mark.parametrize("overflow", OVERFLOWS, ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", ["q4.12", "q1.31"])
@pytest.mark.parametrize("shape", [(), (1,), (0,), (2, 3)], ids=str)
def test_takes_codes_of_any_shape(shape: tuple[int, ...], name: str, overflow: Overflow, symmetry: Symmetry) -> None:
    format_ = parse_format(name)
    assert isinstance(format_, FixedPoint)
    same = dict.fromkeys(("input", "slope", "intercept", "output"), format_)
    spec = UnitSpec(**same, overflow=overflow, symmetry=symmetry)
    unit = Unit(spec=spec, thresholds=[3], slopes=[format_.lowest, 5], intercepts=[7, format_.highest])
    codes = np.arange(-2, int(np.prod(shape)) - 2).reshape(shape)
    outputs = unit(codes)
    assert outputs.shape == shape
    assert outputs.ravel().tolist() == [fixed_output(unit, code) for code in codes.ravel().tolist()]


@pytest.mark.parametrize("arithmetic", ["fused", "separate"])
@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)
def test_agrees_with_apytypes_on_every_code(rounding: Rounding, arithmetic: str) -> None:
    generator = np.random.default_rng(1)
    names = {"input": "q4.12", "slope": "q3.11", "intercept": "q5.14", "output": "q3.9"}
    for overflow, wanted in zip(OVERFLOWS, (OverflowMode.SAT, OverflowMode.WRAP), strict=True):
        spec = UnitSpec(
            **{name: parse_format(text) for name, text in names.items()},  # type: ignore[arg-type]
            rounding=rounding, overflow=overflow, arithmetic=arithmetic,  # type: ignore[arg-type]
        )  # fmt: skip
        unit = Unit(
            spec=spec,
            thresholds=np.sort(generator.choice(65536, 15, replace=False)) - 32768,
            slopes=generator.integers(-(1 << 13), 1 << 13, 16),
            intercepts=generator.integers(-(1 << 18), 1 << 18, 16),
        )
        codes = spec.input.codes()
        k = np.array([int((unit.thresholds <= code).sum()) for code in codes])
        product = _apy(codes, 4, 12) * _apy(unit.slopes[k], 3, 11)
        if arithmetic == "separate":
            product = product.cast(12, 14, APY[rounding], OverflowMode.SAT)
        total = (product + _apy(unit.intercepts[k], 5, 14)).cast(3, 9, APY[rounding], wanted)
        expected = np.array(total.to_numpy() * 2.0**9, dtype=np.int64)
        np.testing.assert_array_equal(unit(codes), expected)


def _apy(codes: np.ndarray, integer: int, fraction: int) -> APyFixedArray:
    return APyFixedArray((codes & ((1 << (integer + fraction)) - 1)).tolist(), integer, fraction)
