"""The unit's arithmetic in fixed point, in integers."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Codes
from pwlact.datapath.spec import UnitSpec, fraction
from pwlact.formats import FixedPoint, Overflow, round_shift
from pwlact.functions import Symmetry

MAX_SUM_BITS = 62  # of a sum in int64; wider sums are Python's integers


def evaluate_fixed(spec: UnitSpec, codes: Codes, slopes: Codes, intercepts: Codes) -> Codes:
    """Return output codes, of the codes' shape: round(slope * x + intercept), by the formats of the spec.

    With a mirrored table, the sum of |x| is reflected for x < 0, by the function's symmetry.

    Parameters
    ----------
    spec : UnitSpec
        Spec in fixed point.
    codes, slopes, intercepts : ndarray of int64, of one shape
        Input codes x, and the coefficients of their pieces.
    """
    if sum_bits(spec) > MAX_SUM_BITS:
        codes, slopes, intercepts = (array.astype(object) for array in (codes, slopes, intercepts))
    mirrored = spec.mirrored
    x = np.abs(codes) if mirrored else codes
    full = fraction(spec.slope) + fraction(spec.input)
    product = round_shift(slopes * x, full - spec.product_fraction, spec.rounding)
    total = _aligned(product, spec.sum_fraction - spec.product_fraction)
    total = total + _aligned(intercepts, spec.sum_fraction - fraction(spec.intercept))
    if mirrored:
        total = np.where(codes < 0, _reflected(spec, x, total), total)
    rounded = round_shift(total, spec.sum_fraction - fraction(spec.output), spec.rounding)
    return _overflowed(spec, rounded)


def sum_bits(spec: UnitSpec) -> int:
    """Return a number of bits that holds every sum before rounding."""
    product = spec.input.bits + spec.slope.bits - (fraction(spec.slope) + fraction(spec.input))
    parts = [product, spec.intercept.bits - fraction(spec.intercept), spec.input.bits - fraction(spec.input), 1]
    return max(parts) + 2 + max(spec.sum_fraction, fraction(spec.slope) + fraction(spec.input), fraction(spec.output))


def _aligned(codes: Any, shift: int) -> Any:
    return codes << shift


def _reflected(spec: UnitSpec, x: Any, total: Any) -> Any:
    """Return the sum for -x from that for x >= 0, by the function's symmetry."""
    match spec.symmetry:
        case Symmetry.ODD:
            return -total
        case Symmetry.COMPLEMENTARY:
            return (1 << spec.sum_fraction) - total
        case Symmetry.GATED:
            return total - _aligned(x, spec.sum_fraction - fraction(spec.input))
    return total


def _overflowed(spec: UnitSpec, rounded: Any) -> Codes:
    output = spec.output
    assert isinstance(output, FixedPoint)
    if spec.overflow is Overflow.SATURATE:
        return np.asarray(np.clip(rounded, output.lowest, output.highest), dtype=np.int64)
    return output.from_pattern(rounded & ((1 << output.bits) - 1))
