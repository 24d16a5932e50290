"""The unit's arithmetic in floats: the product rounded or exact, then the sum rounded."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath.exact import two_sum
from pwlact.datapath.reflection import has_reflected_lines, reflected_line
from pwlact.datapath.spec import UnitSpec
from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.functions import Symmetry


@np.errstate(invalid="ignore", over="ignore")
def evaluate_floats(spec: UnitSpec, codes: Codes, slopes: Codes, intercepts: Codes) -> Codes:
    """Return output codes: round(slope * x + intercept), or round(round(slope * x) + intercept).

    With a mirrored table x is |x|. For x < 0 an odd function changes the sign of the output; a complementary or gated
    one has other coefficients (`datapath.reflection`), so that it is rounded once too.

    A slope of zero times infinity is zero, so that flat tails are flat at infinity too; everything else is as in
    IEEE 754. Products are exact as doubles. Sums are rounded to odd as doubles first, so that the second rounding is
    exact (Boldo & Melquiond 2008, doi 10.1109/TC.2007.70819).

    Parameters
    ----------
    spec : UnitSpec
        Spec in floats.
    codes, slopes, intercepts : ndarray of int64, of one shape
        Input codes x, and the coefficients of their pieces.
    """
    format_ = spec.input
    assert isinstance(format_, FloatFormat)
    x = format_.decode(codes)
    mirrored = spec.mirrored
    slope, intercept = format_.decode(slopes), format_.decode(intercepts)
    if has_reflected_lines(spec):
        reflected = reflected_line(spec.symmetry, slope, intercept)
        slope, intercept = np.where(np.signbit(x), reflected, (slope, intercept))
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
    """Return rounded codes; an infinite value stays infinite under saturation, where the format has infinities."""
    codes = format_.encode(values, spec.rounding, spec.overflow)
    if spec.overflow is Overflow.SATURATE and np.isinf(values).any():
        infinite = format_.encode(values, spec.rounding, Overflow.INFINITE)
        codes = np.where(np.isinf(values), infinite, codes)
    return codes


def _sum_to_odd(a: Array, b: Array, rounding: Rounding) -> Array:
    """Return a + b, rounded to odd: where the sum is no double, the neighbouring double whose last bit is one."""
    total, rest = two_sum(a, b)
    even = (total.view(np.int64) & 1) == 0
    lost = np.isfinite(total) & (rest != 0.0) & even
    total = np.where(lost, np.nextafter(total, np.where(rest > 0.0, np.inf, -np.inf)), total)
    if rounding is Rounding.DOWN:  # IEEE 754: a sum of zero of unlike signs is -0
        total = np.where((total == 0.0) & (np.signbit(a) != np.signbit(b)), -0.0, total)
    return total
