"""Compiled arithmetic of a unit on values: doubles hold the products and sums of all formats that are searched."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from pwlact._jit import routine
from pwlact.formats import FixedPoint, FloatFormat, Overflow, Rounding

MODES = tuple(Rounding)
EVEN, AWAY, TIES_UP, TO_ZERO, DOWN, UP = range(len(MODES))
OVERFLOWS = tuple(Overflow)
SATURATE, WRAP, INFINITE = range(len(OVERFLOWS))


class KernelFormat(NamedTuple):
    """A format for the kernels: multiples of `step` from `low` to `high`; step 0 is a float, by its widths."""

    step: float
    low: float
    high: float
    mantissa: int
    smallest: int


class Arithmetic(NamedTuple):
    """A unit's arithmetic for the kernels."""

    separate: bool
    mode: int
    overflow: int
    product: KernelFormat
    output: KernelFormat


def kernel_format(format_: FixedPoint | FloatFormat) -> KernelFormat:
    """Return a number format for the kernels."""
    low, high = format_.limits
    if isinstance(format_, FixedPoint):
        return KernelFormat(format_.step, low, high, 0, 0)
    return KernelFormat(0.0, low, high, format_.mantissa, 1 - format_.bias)


@routine
def _whole(x: float, mode: int) -> float:
    if mode == EVEN:
        return np.rint(x)
    below = math.floor(x)
    part = x - below
    if mode == TIES_UP:
        upper = part >= 0.5
    elif mode == AWAY:
        toward = float(int(x)) if abs(x) < 2.0**52 else x
        return toward + math.copysign(1.0, x) if abs(x - toward) >= 0.5 else toward  # x - below may round to a half
    elif mode == TO_ZERO:
        upper = x < 0.0 and part > 0.0
    elif mode == UP:
        upper = part > 0.0
    else:
        upper = False
    return below + 1.0 if upper else below


@routine
def unbounded(x: float, format_: KernelFormat, mode: int) -> float:
    """Round to the values of a format, its limits left out."""
    if format_.step > 0.0:
        return _whole(x / format_.step, mode) * format_.step
    if x == 0.0 or not math.isfinite(x):
        return x
    _, exponent = math.frexp(x)
    shift = max(exponent - 1, format_.smallest) - format_.mantissa
    return math.ldexp(_whole(math.ldexp(x, -shift), mode), shift)


@routine
def _bounded(x: float, format_: KernelFormat, how: Arithmetic) -> float:
    """Round to a format, with the unit's overflow at its limits."""
    value = unbounded(x, format_, how.mode)
    if format_.low <= value <= format_.high:
        return value
    if how.overflow == WRAP:
        span = format_.high - format_.low + format_.step
        return value - span * math.floor((value - format_.low) / span)
    inward = how.mode == TO_ZERO or how.mode == (DOWN if value > 0.0 else UP)
    if how.overflow == INFINITE and not inward:
        return math.copysign(np.inf, value)
    return min(max(value, format_.low), format_.high)


@routine
def product(slope: float, x: float, how: Arithmetic) -> float:
    """Return the product that the intercept is added to; a rounded float may overflow, a fixed-point sum has room."""
    exact = slope * x
    if not how.separate:
        return exact
    return unbounded(exact, how.product, how.mode) if how.product.step > 0.0 else _bounded(exact, how.product, how)


@routine
def plus(product: float, intercept: float, how: Arithmetic) -> float:
    """Return a sum as the output is rounded from it: in fixed point exact, of floats rounded to odd as a double.

    Source: Boldo & Melquiond 2008 (doi 10.1109/TC.2007.70819): rounding to odd first does no harm to a second rounding.
    """
    total = product + intercept
    if how.product.step > 0.0 or not math.isfinite(total) or np.float64(total).view(np.int64) & 1:
        return total
    part = total - product
    rest = (product - (total - part)) + (intercept - part)  # exactly what rounding lost (Knuth's TwoSum)
    return np.nextafter(total, math.copysign(np.inf, rest)) if rest != 0.0 else total


@routine
def rounded(total: float, how: Arithmetic) -> float:
    """Return the output of a sum."""
    return _bounded(total, how.output, how)
