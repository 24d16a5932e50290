"""The lines of a fixed-point unit as its hardware stores them, and the widths that they need; compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from pwlact._types import Codes
from pwlact.area.spec import (
    AWAY,
    COMPLEMENTARY,
    DOWN,
    EVEN,
    GATED,
    NEAREST_EVEN,
    NEAREST_UP,
    ODD,
    TO_ZERO,
    UP,
    Shape,
)
from pwlact.area.tables import WORD, trailing_zeros, width_of

SLOPE, PRODUCT, ROUNDED, TOTAL = range(4)
LARGEST = np.iinfo(np.int64).max


class Lines(NamedTuple):
    """What the tables hold and how wide the arithmetic is.

    Parameters
    ----------
    key_bits : int
        Bits of the piece's number, and one for the sign of x where the table is mirrored.
    slopes, addends : ndarray of int64, shape (2**key_bits,)
        Factors, without zeros that all end in, and intercepts with what rounding adds.
    lift : int
        Zeros below the product in the sum.
    shared : int
        Lowest bits that all addends share.
    slope_width, product_width, rounded_width, total_width : int
        Bits of the factor, of the product, of it rounded where it is, and of the sum.
    mode : int
        The sum's rounding, one that goes by the sign only where sums have both.
    low, high : bool
        Whether sums may lie beyond the output format.
    """

    key_bits: int
    slopes: Codes
    addends: Codes
    lift: int
    shared: int
    slope_width: int
    product_width: int
    rounded_width: int
    total_width: int
    mode: int
    low: bool
    high: bool


@njit(cache=True, inline="always")
def rounded(value: int, shift: int, mode: int) -> int:
    """Return a number divided by 2**shift, rounded, as `formats.round_shift` does."""
    if shift <= 0:
        return value << -shift
    below = (1 << shift) - 1
    half = 1 << (shift - 1)
    bias = 0
    if mode == UP:
        bias = below
    elif mode == TO_ZERO:
        bias = below if value < 0 else 0
    elif mode == NEAREST_UP:
        bias = half
    elif mode == AWAY:
        bias = half - (value < 0)
    elif mode == NEAREST_EVEN:
        bias = half - 1 + (value >> shift & 1)
    return (value >> shift) + (((value & below) + bias) >> shift)


@njit(cache=True)
def piece_bits(pieces: int) -> int:
    """Return the bits of the number of a piece."""
    bits = 0
    while 1 << bits < pieces:
        bits += 1
    return bits


@njit(cache=True)
def lines_of(shape: Shape, thresholds: Codes, slopes: Codes, intercepts: Codes, first: int, last: int) -> Lines:
    """Return the lines of pieces first .. last, those that inputs reach.

    Parameters
    ----------
    shape : Shape
        Of a unit in fixed point.
    cuts, slopes, intercepts : ndarray of int64, shapes (P - 1,), (P,), (P,)
        Of one unit.
    first, last : int
        Pieces.
    """
    bits = piece_bits(last - first + 1)
    sides = 2 if shape.mirrored else 1
    rows = sides << bits
    factors, addends = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    lows, highs = np.ones(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    for side in range(sides):
        for k in range(first, last + 1):
            begin = shape.low if k == 0 else max(thresholds[k - 1], shape.low)
            end = shape.high if k == thresholds.size else min(thresholds[k] - 1, shape.high)
            if side:
                begin, end = max(-end, shape.input_low), min(-begin, -1)
            row = side << bits | (k - first)
            lows[row], highs[row] = begin, min(end, shape.input_high)
            factors[row] = _factor(shape, slopes[k], side)
            addends[row] = _addend(shape, intercepts[k], side)
    lift = shape.product_lift
    if not shape.dropped:
        lift = _common_zeros(factors, lows, highs)
        factors >>= lift
    return _planned(shape, bits, lift, factors, addends, lows, highs)


@njit(cache=True, inline="always")
def _factor(shape: Shape, slope: int, side: int) -> int:
    """Return what x is multiplied by, right of zero or left of it."""
    if shape.dropped:
        return -slope if side else slope
    slope <<= shape.slope_shift
    if side and shape.symmetry == GATED:
        return (1 << shape.gate_shift) - slope
    return -slope if side and shape.symmetry == EVEN else slope


@njit(cache=True, inline="always")
def _addend(shape: Shape, intercept: int, side: int) -> int:
    intercept <<= shape.intercept_shift
    if side and shape.symmetry == COMPLEMENTARY:
        return (1 << shape.sum_fraction) - intercept
    return -intercept if side and shape.symmetry == ODD else intercept


@njit(cache=True)
def _common_zeros(factors: Codes, lows: Codes, highs: Codes) -> int:
    every = 0
    for row in range(factors.size):
        if lows[row] <= highs[row]:
            every |= factors[row]
    return trailing_zeros(every, WORD) if every else 0


@njit(cache=True)
def _spans(shape: Shape, bits: int, lift: int, factors: Codes, addends: Codes, lows: Codes, highs: Codes) -> Codes:
    """Return the smallest and largest slope, product, rounded product and sum: rows SLOPE to TOTAL, two columns."""
    spans = np.empty((4, 2), dtype=np.int64)
    spans[:, 0], spans[:, 1] = LARGEST, -LARGEST
    for row in range(factors.size):
        low, high = lows[row], highs[row]
        if low > high:
            continue
        left = row >> bits
        least, most = min(factors[row] * low, factors[row] * high), max(factors[row] * low, factors[row] * high)
        _widen(spans[SLOPE], factors[row], factors[row])
        _widen(spans[PRODUCT], least, most)
        least, most = rounded(least, shape.dropped, shape.mode), rounded(most, shape.dropped, shape.mode)
        if left and turns(shape):  # inverted, and one added with the intercept
            least, most = ~most, ~least
        _widen(spans[ROUNDED], least, most)
        more = addends[row] + ((1 << lift) if left and turns(shape) else 0)
        least, most = (least << lift) + more, (most << lift) + more
        if shape.dropped and left and shape.symmetry == GATED:
            least, most = least + (low << shape.gate_shift), most + (high << shape.gate_shift)
        _widen(spans[TOTAL], least, most)
    return spans


@njit(cache=True, inline="always")
def _widen(span: Codes, low: int, high: int) -> None:
    span[0], span[1] = min(span[0], low), max(span[1], high)


@njit(cache=True, inline="always")
def turns(shape: Shape) -> bool:
    """Tell whether rounded products change their sign left of zero."""
    return shape.dropped > 0 and (shape.symmetry == ODD or shape.symmetry == COMPLEMENTARY)


@njit(cache=True)
def _planned(shape: Shape, bits: int, lift: int, factors: Codes, addends: Codes, lows: Codes, highs: Codes) -> Lines:
    """Return the lines with the widths that they need; rows that no input reaches repeat the last one."""
    spans = _spans(shape, bits, lift, factors, addends, lows, highs)
    shift = shape.output_shift
    mode = _by_sign(shape.mode, spans[TOTAL, 0])
    bias = _bias(mode, shift)
    low = shape.saturates and rounded(spans[TOTAL, 0], shift, mode) < shape.output_low
    high = shape.saturates and rounded(spans[TOTAL, 1], shift, mode) > shape.output_high
    width = width_of(spans[TOTAL, 0] + bias, spans[TOTAL, 1] + bias)
    if not (low or high or (mode in (AWAY, TO_ZERO) and shift > 0)):
        width = min(width, max(shape.output_bits + shift, 1))
    width = max(width, shift + 1)
    product = 0
    if (spans[PRODUCT, 0] or spans[PRODUCT, 1]) and width > lift:
        product = width_of(spans[PRODUCT, 0], spans[PRODUCT, 1])
        product = max(product, shape.dropped + 1) if shape.dropped else min(product, width - lift)
    filled = 0
    for row in range(factors.size):
        addends[row] += bias + ((1 << lift) if row >> bits and product and turns(shape) else 0)
        filled = row if lows[row] <= highs[row] else filled
    differ = 0
    for row in range(factors.size):
        if lows[row] > highs[row]:
            factors[row], addends[row] = factors[filled], addends[filled]
        differ |= addends[row] ^ addends[filled]
    return Lines(
        bits + shape.mirrored,
        factors,
        addends,
        lift,
        trailing_zeros(differ, width),
        min(width_of(spans[SLOPE, 0], spans[SLOPE, 1]), product),
        product,
        width_of(spans[ROUNDED, 0], spans[ROUNDED, 1]),
        width,
        mode,
        low,
        high,
    )


@njit(cache=True, inline="always")
def _by_sign(mode: int, low: int) -> int:
    """Return the rounding that does the same where no sum is negative."""
    if low < 0:
        return mode
    if mode == AWAY:
        return NEAREST_UP
    return DOWN if mode == TO_ZERO else mode


@njit(cache=True, inline="always")
def _bias(mode: int, shift: int) -> int:
    """Return what intercepts hold so that dropping bits rounds."""
    if shift <= 0:
        return 0
    if mode in (NEAREST_UP, NEAREST_EVEN):
        return 1 << (shift - 1)
    return (1 << shift) - 1 if mode == UP else 0
