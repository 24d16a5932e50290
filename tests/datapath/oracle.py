"""A unit the slow way, in exact fractions, one input at a time, from the meaning of its formats."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from formats.references import EXACT

from pwlact.datapath import Unit, UnitSpec
from pwlact.formats import FixedPoint, FloatFormat, Overflow, Rounding
from pwlact.functions import Symmetry

Codes = np.ndarray[Any, np.dtype[np.int64]]


def power(exponent: int) -> Fraction:
    """Return 2**exponent."""
    return Fraction(2) ** exponent


def fixed_output(unit: Unit, code: int) -> int:
    """Return the output code of a unit in fixed point."""
    spec = unit.spec
    assert isinstance(spec.input, FixedPoint)
    assert isinstance(spec.output, FixedPoint)
    mirrored = spec.symmetry is not Symmetry.NONE
    order_key = abs(code) if mirrored else code
    k = sum(1 for threshold in unit.thresholds.tolist() if threshold <= order_key)
    x = order_key * power(-spec.input.fraction)
    total = _fixed_sum(spec, int(unit.slopes[k]), int(unit.intercepts[k]), x)
    if mirrored and code < 0:
        total = reflected(spec.symmetry, x, total)
    rounded = EXACT[spec.rounding](total * power(spec.output.fraction))
    if spec.overflow is Overflow.SATURATE:
        return min(max(rounded, spec.output.lowest), spec.output.highest)
    return (rounded - spec.output.lowest) % (1 << spec.output.bits) + spec.output.lowest


def _fixed_sum(spec: UnitSpec, slope: int, intercept: int, x: Fraction) -> Fraction:
    assert isinstance(spec.slope, FixedPoint)
    assert isinstance(spec.intercept, FixedPoint)
    product = slope * power(-spec.slope.fraction) * x
    if spec.arithmetic == "separate":
        step = power(-spec.intercept.fraction)
        product = EXACT[spec.rounding](product / step) * step
    return product + intercept * power(-spec.intercept.fraction)


def reflected(symmetry: Symmetry, x: Fraction, total: Fraction) -> Fraction:
    """Return f(-x) from f(x), for x >= 0."""
    return {
        Symmetry.ODD: -total,
        Symmetry.EVEN: total,
        Symmetry.COMPLEMENTARY: 1 - total,
        Symmetry.GATED: total - x,
    }[symmetry]


@dataclass(frozen=True)
class Number:
    """A float: NaN, an infinity or a fraction, which keeps the sign of a zero."""

    value: Fraction = Fraction(0)
    negative: bool = False
    infinite: bool = False
    nan: bool = False


NAN = Number(nan=True)


def _number(format_: FloatFormat, code: int) -> Number:
    """Return what the bits of a code say."""
    negative = bool(code >> (format_.bits - 1))
    bits = code & ((1 << (format_.bits - 1)) - 1)
    field, part = bits >> format_.mantissa, bits & ((1 << format_.mantissa) - 1)
    last = field == (1 << format_.exponent) - 1
    if last and format_.infinities:
        return NAN if part else Number(negative=negative, infinite=True)
    if last and part == (1 << format_.mantissa) - 1:
        return NAN
    value = _magnitude(format_, bits)
    return Number(-value if negative else value, negative)


def _magnitude(format_: FloatFormat, bits: int) -> Fraction:
    field, part = bits >> format_.mantissa, bits & ((1 << format_.mantissa) - 1)
    scale = power(max(field, 1) - (2 ** (format_.exponent - 1) - 1) - format_.mantissa)
    return (part + ((1 << format_.mantissa) if field else 0)) * scale


@lru_cache
def _magnitudes(format_: FloatFormat) -> list[Fraction]:
    """Return every value from zero on, ascending, and what would follow the largest."""
    count = (((1 << format_.exponent) - 1) << format_.mantissa) if format_.infinities else (1 << (format_.bits - 1)) - 1
    return [_magnitude(format_, bits) for bits in range(count + 1)]


def _rounded(spec: UnitSpec, number: Number) -> Number:
    """Round once to the format, overflow as the unit has it."""
    format_ = spec.output
    assert isinstance(format_, FloatFormat)
    if number.nan or (number.infinite and not format_.infinities):
        return NAN
    if number.infinite:
        return number
    values, size = _magnitudes(format_), abs(number.value)
    bits = _nearest(values, size, spec.rounding, number.negative)
    if bits < len(values) - 1:
        return Number(-values[bits] if number.negative else values[bits], number.negative)
    if spec.overflow is Overflow.SATURATE:
        return Number(-values[-2] if number.negative else values[-2], number.negative)
    return Number(negative=number.negative, infinite=True) if format_.infinities else NAN


def _nearest(values: list[Fraction], size: Fraction, rounding: Rounding, negative: bool) -> int:
    """Return the index of a magnitude among the values, rounded; the last index is overflow."""
    above = bisect_left(values, size)
    if size >= values[-1]:  # overflow, but for roundings towards zero
        inward = rounding is Rounding.TOWARD_ZERO or rounding is (Rounding.UP if negative else Rounding.DOWN)
        return len(values) - 1 - inward
    if values[above] == size:
        return above
    below = above - 1
    share = (size - values[below]) / (values[above] - values[below])  # strictly between 0 and 1
    position = below + share
    return abs(EXACT[rounding](-position if negative else position))


def float_output(unit: Unit, code: int) -> Number:
    """Return the output of a unit in floats."""
    spec = unit.spec
    format_ = spec.input
    assert isinstance(format_, FloatFormat)
    x = _number(format_, code)
    sign = 1 << (format_.bits - 1)
    mirrored = spec.symmetry is not Symmetry.NONE
    if mirrored:
        code &= sign - 1
    order_key = code if code < sign else -(code - sign) - 1
    k = sum(1 for threshold in unit.thresholds.tolist() if threshold <= order_key)
    slope, intercept = _number(format_, int(unit.slopes[k])), _number(format_, int(unit.intercepts[k]))
    if x.negative:
        slope, intercept = _reflected_line(spec.symmetry, slope, intercept)
    product = _product(slope, _number(format_, code) if not x.nan else NAN)
    if spec.arithmetic == "separate":
        product = _rounded(spec, product)
    y = _rounded(spec, _sum(product, intercept, spec.rounding))
    if spec.symmetry is Symmetry.ODD and x.negative and not y.nan:
        return Number(-y.value, not y.negative, y.infinite)
    return y


def _reflected_line(symmetry: Symmetry, slope: Number, intercept: Number) -> tuple[Number, Number]:
    """Return the line of |x| for x < 0: of 1 less the sum where complementary, of the sum less |x| where gated."""
    one = Number(Fraction(1))
    if symmetry is Symmetry.COMPLEMENTARY:
        return _negative(slope), _sum(one, _negative(intercept), Rounding.NEAREST_EVEN)
    if symmetry is Symmetry.GATED:
        return _sum(slope, _negative(one), Rounding.NEAREST_EVEN), intercept
    return slope, intercept


def _negative(a: Number) -> Number:
    return dataclasses.replace(a, value=-a.value, negative=not a.negative)


def _product(a: Number, b: Number) -> Number:
    """Return the exact product; a slope of zero times infinity is zero."""
    if a.nan or b.nan:
        return NAN
    negative = a.negative != b.negative
    level = not a.infinite and a.value == 0
    if level:
        return Number(Fraction(0), negative)
    if b.infinite or a.infinite:
        zero = not b.infinite and b.value == 0
        return NAN if zero else Number(negative=negative, infinite=True)
    return Number(a.value * b.value, negative)


def _sum(a: Number, b: Number, rounding: Rounding) -> Number:
    """Return the exact sum, zeros signed as IEEE 754 says."""
    if a.nan or b.nan or (a.infinite and b.infinite and a.negative != b.negative):
        return NAN
    if a.infinite or b.infinite:
        return a if a.infinite else b
    total = a.value + b.value
    if total == 0:
        same = a.negative == b.negative
        return Number(total, a.negative if same else rounding is Rounding.DOWN)
    return Number(total, total < 0)


def same_float(format_: FloatFormat, code: int, wanted: Number) -> bool:
    """Tell whether a code is a number, sign of zero and all."""
    found = _number(format_, code)
    return found == wanted if not wanted.nan else found.nan
