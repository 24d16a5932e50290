"""How a number that falls between two codes, or outside all of them, becomes a code."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np

from pwlact._types import Array

MAX_SHIFT = 62  # bits; what is dropped and the bias add up in int64


class Rounding(Enum):
    """Which of the two neighbouring codes a number between them takes."""

    NEAREST_EVEN = "nearest_even"  # the nearer; of two as near, the even one (IEEE 754)
    NEAREST_AWAY = "nearest_away"  # of two as near, the one further from zero
    NEAREST_UP = "nearest_up"  # of two as near, the larger: in hardware one adder of a half, the cheapest
    TOWARD_ZERO = "toward_zero"
    DOWN = "down"
    UP = "up"

    @property
    def nearest(self) -> bool:
        """Whether the nearer code is taken, so that only ties differ."""
        return self in (Rounding.NEAREST_EVEN, Rounding.NEAREST_AWAY, Rounding.NEAREST_UP)


class Overflow(Enum):
    """What a number beyond the largest or smallest code becomes."""

    SATURATE = "saturate"  # the largest or smallest finite number
    WRAP = "wrap"  # fixed point alone: the low bits, as two's complement arithmetic leaves them
    INFINITE = "infinite"  # floats alone: infinity where the rounding allows it (IEEE 754), NaN without infinities


def round_whole(x: Any, rounding: Rounding) -> Array:
    """Round an array to whole numbers; exact for every double."""
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
    """Return integers divided by 2**shift and rounded, as hardware does it: (codes + bias) >> shift.

    Parameters
    ----------
    codes : ndarray of int64, or of Python integers
        The numbers; `shift` bits are dropped.
    shift : int
        Zero or more; below zero, bits are appended.
    rounding : Rounding
        The bias is 0 (down), 2**shift - 1 (up), half (nearest_up), half - 1 + the bit that stays lowest
        (nearest_even), and half - 1 or 2**shift - 1 for negative numbers (nearest_away, toward_zero).
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
