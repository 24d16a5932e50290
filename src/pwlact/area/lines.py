"""The integers of a fixed-point unit: each piece as a line through the signed input, by key; compiled.

The same as `rtl/fixed/lines.py` computes for the Verilog.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._jit import routine
from pwlact._types import Codes
from pwlact.area.spec import COMPLEMENTARY, EVEN, GATED, ODD, KernelSpec
from pwlact.area.tables import WORD, trailing_zeros


class Lines(NamedTuple):
    """Lines by key: the index of the piece, below a bit for the sign of x where the table is mirrored.

    Parameters
    ----------
    index_bits : int
        Bits of the index.
    product_shift : int
        Zeros appended to the product where it enters the sum.
    factors, addends : ndarray of int64, shape (keys,)
        Factors of x, without their common zeros, and intercepts.
    lows, highs : ndarray of int64, shape (keys,)
        Smallest and largest input of each key; the largest is below the smallest where a key has none.
    """

    index_bits: int
    product_shift: int
    factors: Codes
    addends: Codes
    lows: Codes
    highs: Codes


@routine
def piece_bits(pieces: int) -> int:
    """Return the bits of the index of a piece."""
    bits = 0
    while 1 << bits < pieces:
        bits += 1
    return bits


@routine
def lines_of(spec: KernelSpec, thresholds: Codes, slopes: Codes, intercepts: Codes, first: int, last: int) -> Lines:
    """Return the lines of pieces first .. last, those that inputs reach.

    Parameters
    ----------
    spec : KernelSpec
        Spec of a unit in fixed point.
    thresholds, slopes, intercepts : ndarray of int64, shapes (P - 1,), (P,), (P,)
        Codes of the unit.
    first, last : int
        Indices of pieces.
    """
    bits = piece_bits(last - first + 1)
    sides = 2 if spec.mirrored else 1
    keys = sides << bits
    factors, addends = np.zeros(keys, dtype=np.int64), np.zeros(keys, dtype=np.int64)
    lows, highs = np.ones(keys, dtype=np.int64), np.zeros(keys, dtype=np.int64)
    for side in range(sides):
        for k in range(first, last + 1):
            low = spec.low if k == 0 else max(thresholds[k - 1], spec.low)
            high = spec.high if k == thresholds.size else min(thresholds[k] - 1, spec.high)
            if side:
                low, high = max(-high, spec.input_low), min(-low, -1)
            key = side << bits | (k - first)
            lows[key], highs[key] = low, min(high, spec.input_high)
            factors[key] = _factor(spec, slopes[k], side)
            addends[key] = _addend(spec, intercepts[k], side)
    product_shift = spec.product_shift
    if not spec.dropped:
        product_shift = _common_zeros(factors, lows, highs)
        factors >>= product_shift
    return Lines(bits, product_shift, factors, addends, lows, highs)


@routine
def _factor(spec: KernelSpec, slope: int, side: int) -> int:
    """Return the factor of x, right of zero or left of it."""
    if spec.dropped:
        return -slope if side else slope
    slope <<= spec.slope_shift
    if side and spec.symmetry == GATED:
        return (1 << spec.x_shift) - slope
    return -slope if side and spec.symmetry == EVEN else slope


@routine
def _addend(spec: KernelSpec, intercept: int, side: int) -> int:
    intercept <<= spec.intercept_shift
    if side and spec.symmetry == COMPLEMENTARY:
        return (1 << spec.sum_fraction) - intercept
    return -intercept if side and spec.symmetry == ODD else intercept


@routine
def _common_zeros(factors: Codes, lows: Codes, highs: Codes) -> int:
    every = 0
    for key in range(factors.size):
        if lows[key] <= highs[key]:
            every |= factors[key]
    return trailing_zeros(every, WORD) if every else 0
