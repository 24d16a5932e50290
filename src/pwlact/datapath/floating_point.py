"""The unit's arithmetic in floats: the product rounded or exact, then the sum rounded."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath.spec import UnitSpec
from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.functions import Symmetry


@np.errstate(invalid="ignore", over="ignore")
def evaluate_floats(spec: UnitSpec, codes: Codes, slopes: Codes, intercepts: Codes) -> Codes:
    """Return output codes: round(slope * x + intercept), or round(round(slope * x) + intercept).

    A slope of zero times infinity is zero, so that level tails are level there too; else IEEE 754 holds. Products are
    exact as doubles; sums are rounded to odd first, which no second rounding can harm (Boldo & Melquiond 2008,
    doi 10.1109/TC.2007.70819).

    Parameters
    ----------
    spec : UnitSpec
        In floats.
    codes, slopes, intercepts : ndarray of int64, of one shape
        Input codes and the coefficients of their pieces.
    """
    format_ = spec.input
    assert isinstance(format_, FloatFormat)
    x = format_.decode(codes)
    mirrored = spec.mirrored
    slope, intercept = format_.decode(slopes), format_.decode(intercepts)
    factor = np.abs(x) if mirrored else x
    level = np.copysign(0.0, slope) * np.copysign(1.0, factor)
    product = np.where((slope == 0.0) & ~np.isnan(x), level, slope * factor)
    if spec.arithmetic == "separate":
        product = format_.decode(_rounded(format_, product, spec))
    y = _rounded(format_, _sum_to_odd(product, intercept, spec.rounding), spec)
    if spec.symmetry is Symmetry.ODD:
        y = np.where(np.signbit(x) & ~np.isnan(format_.decode(y)), y ^ (1 << (format_.bits - 1)), y)
    return y


def _rounded(format_: FloatFormat, values: Array, spec: UnitSpec) -> Codes:
    """Round; an infinity that did not come of overflow stays one, where there is one."""
    codes = format_.encode(values, spec.rounding, spec.overflow)
    if spec.overflow is Overflow.SATURATE:
        infinite = format_.encode(values, spec.rounding, Overflow.INFINITE)
        codes = np.where(np.isinf(values), infinite, codes)
    return codes


def _sum_to_odd(a: Array, b: Array, rounding: Rounding) -> Array:
    """Return a + b, rounded to odd: where it is no double, the neighbour whose last bit is one."""
    total = a + b
    part = total - a
    rest = (a - (total - part)) + (b - part)  # exactly what rounding lost (Knuth's TwoSum)
    even = (total.view(np.int64) & 1) == 0
    lost = np.isfinite(total) & (rest != 0.0) & even
    total = np.where(lost, np.nextafter(total, np.where(rest > 0.0, np.inf, -np.inf)), total)
    if rounding is Rounding.DOWN:  # IEEE 754: unlike zeros, and what cancels, add up to -0 then
        total = np.where((total == 0.0) & (np.signbit(a) != np.signbit(b)), -0.0, total)
    return total
