"""Kinds of units with formats that a search settles."""

from __future__ import annotations

import dataclasses
from typing import Any

from pwlact.datapath import UnitSpec
from pwlact.formats import FixedPoint, Format, fewest_integer_bits

MOST_BITS = 32


def wide(fraction: int) -> FixedPoint:
    """Return the widest format with these fraction bits, for a search to trim."""
    return FixedPoint(MOST_BITS - fraction, fraction)


def with_fractions(spec: UnitSpec, slope: int, intercept: int) -> UnitSpec:
    """Return a fixed-point spec with other fraction bits of the coefficients that are to be trimmed."""
    bits = {"slope": slope, "intercept": intercept}
    changed: dict[str, Any] = {name: wide(bits[name]) for name in spec.trim}
    return dataclasses.replace(spec, **changed)


def remedy(format_: Format, low: float, high: float, most: int = MOST_BITS) -> str:
    """Name a format of at most so many bits that holds [low, high], as the end of a message."""
    if not isinstance(format_, FixedPoint):
        return "bf16 would do" if max(-low, high) < 3e38 else "choose a smaller range with -R"
    signed = format_.signed or low < 0
    for fraction in range(format_.fraction, format_.fraction - most, -1):
        integer = fewest_integer_bits(low, high, fraction, signed)
        if integer + fraction <= most:
            return f"{FixedPoint(integer, fraction, signed).name} would do"
    return "choose a smaller range with -R"
