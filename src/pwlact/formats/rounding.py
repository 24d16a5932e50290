"""Rounding of numbers between two codes, and overflow of numbers beyond all codes."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np

from pwlact._types import Array

MAX_SHIFT = 62  # bits: int64 holds the dropped bits plus the bias


class Rounding(Enum):
    """Choice between the two codes next to a number."""

    NEAREST_EVEN = "nearest_even"  # the nearer; of a tie, the even one (IEEE 754)
    NEAREST_AWAY = "nearest_away"  # the nearer; of a tie, the one further from zero
    NEAREST_UP = "nearest_up"  # the nearer; of a tie, the larger: the cheapest in hardware, one adder of a half
    TOWARD_ZERO = "toward_zero"
    DOWN = "down"
    UP = "up"

    @property
    def nearest(self) -> bool:
        """Whether the rounding takes the nearer code; these roundings differ at ties only."""
        return self in (Rounding.NEAREST_EVEN, Rounding.NEAREST_AWAY, Rounding.NEAREST_UP)


class Overflow(Enum):
    """Treatment of numbers beyond the largest or smallest code."""

    SATURATE = "saturate"  # the largest or smallest finite number
    WRAP = "wrap"  # fixed point only: the low bits, as in two's complement arithmetic
    INFINITE = "infinite"  # floats only: infinity where the rounding allows it (IEEE 754), NaN without infinities


def round_whole(x: Any, rounding: Rounding) -> Array:
    """Return an array rounded to integers, exactly for every double, of the same shape.

    Parameters
    ----------
    x : array_like
        Real numbers; NaN and infinities stay.
    rounding : Rounding
        Mode.
    """
    x = np.asarray(x, dtype=np.float64)
    part, whole = np.modf(x)  # exact, unlike x - floor(x) just below zero
    match rounding:
        case Rounding.NEAREST_EVEN:
            whole = np.rint(x)
        case Rounding.NEAREST_AWAY:
            whole = whole + np.trunc(2.0 * part)
        case Rounding.NEAREST_UP:
            whole = whole + (part >= 0.5) - (part < -0.5)
        case Rounding.DOWN:
            whole = np.floor(x)
        case Rounding.UP:
            whole = np.ceil(x)
    return np.asarray(whole)  # toward zero as it is


def round_shift(codes: Any, shift: int, rounding: Rounding) -> Any:
    """Return integers divided by 2**shift and rounded as in hardware, (codes + bias) >> shift, of the same shape.

    Parameters
    ----------
    codes : ndarray of int64, or of Python integers
        Numbers, of any shape.
    shift : int
        Bits to drop; below zero, zeros to append.
    rounding : Rounding
        Rounding mode. With h = 2**(shift - 1), the bias is 0 (down), 2h - 1 (up), h (nearest_up), h - 1 plus the lowest
        kept bit (nearest_even); for negative numbers h - 1 (nearest_away) and 2h - 1 (toward_zero), for others h and 0.
    """
    if shift <= 0:
        return codes << -shift
    if shift > MAX_SHIFT and getattr(codes, "dtype", None) == np.int64:
        return np.asarray(round_shift(codes.astype(object), shift, rounding)).astype(np.int64)
    half, below = 1 << (shift - 1), (1 << shift) - 1
    negative = (codes < 0) | (codes & 0)  # 0 or 1, Python's integers if the codes are
    match rounding:
        case Rounding.DOWN:
            bias: Any = 0
        case Rounding.UP:
            bias = below
        case Rounding.TOWARD_ZERO:
            bias = negative * below
        case Rounding.NEAREST_UP:
            bias = half
        case Rounding.NEAREST_AWAY:
            bias = half - negative
        case Rounding.NEAREST_EVEN:
            bias = half - 1 + ((codes >> shift) & 1)
    return (codes >> shift) + (((codes & below) + bias) >> shift)  # codes + bias could overflow
