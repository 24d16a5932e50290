"""Kinds of units whose coefficient formats a search chooses."""

from __future__ import annotations

import dataclasses
from typing import Any

from pwlact.datapath import UnitSpec
from pwlact.formats import FixedPoint, Format, fewest_integer_bits

MAX_BITS = 32


def wide(fraction: int) -> FixedPoint:
    """Return the widest signed format with `fraction` fraction bits, 32 bits in all, for a search to trim."""
    return FixedPoint(MAX_BITS - fraction, fraction)


def with_fractions(spec: UnitSpec, slope: int, intercept: int) -> UnitSpec:
    """Return a spec with other fraction bits of the coefficients in `spec.trim`.

    Parameters
    ----------
    spec : UnitSpec
        A unit in fixed point.
    slope, intercept : int
        Fraction bits; the formats have 32 bits in all.
    """
    bits = {"slope": slope, "intercept": intercept}
    changed: dict[str, Any] = {name: wide(bits[name]) for name in spec.trim}
    return dataclasses.replace(spec, **changed)


def remedy(format_: Format, low: float, high: float, max_bits: int = MAX_BITS) -> str:
    """Return the end of a message: a format that holds [low, high], or the advice to choose a smaller range.

    Parameters
    ----------
    format_ : Format
        The format that is too small; the other has as many fraction bits, or fewer.
    low, high : float
        Values to hold.
    max_bits : int
        Bits of the other format at most.
    """
    if not isinstance(format_, FixedPoint):
        return "bf16 would do" if max(-low, high) < 3e38 else "choose a smaller range with -R"
    signed = format_.signed or low < 0
    for fraction in range(format_.fraction, format_.fraction - max_bits, -1):
        integer = fewest_integer_bits(low, high, fraction, signed)
        if integer + fraction <= max_bits:
            return f"{FixedPoint(integer, fraction, signed).name} would do"
    return "choose a smaller range with -R"
