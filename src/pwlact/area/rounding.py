"""Rounding of integers as `formats.round_shift` does it; compiled."""

from __future__ import annotations

from pwlact._jit import routine
from pwlact.area.spec import AWAY, DOWN, NEAREST_EVEN, NEAREST_UP, TO_ZERO, UP


@routine
def rounded(value: int, shift: int, mode: int) -> int:
    """Return a number divided by 2**shift and rounded; below zero, `shift` appends zeros."""
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


@routine
def by_sign(mode: int, low: int) -> int:
    """Return a rounding that gives the same for numbers from `low` on, and ignores the sign if none is negative."""
    if low < 0:
        return mode
    if mode == AWAY:
        return NEAREST_UP
    return DOWN if mode == TO_ZERO else mode


@routine
def folded_bias(mode: int, shift: int) -> int:
    """Return the constant that is added before `shift` bits are dropped; 0 where the rounding has none."""
    if shift <= 0:
        return 0
    if mode in (NEAREST_UP, NEAREST_EVEN):
        return 1 << (shift - 1)
    return (1 << shift) - 1 if mode == UP else 0
