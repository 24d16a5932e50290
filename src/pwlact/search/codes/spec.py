"""Kinds of units with formats that a search settles."""

from __future__ import annotations

import dataclasses
from typing import Any

from pwlact.datapath import UnitSpec
from pwlact.formats import FixedPoint

MOST_BITS = 32


def wide(fraction: int) -> FixedPoint:
    """Return the widest format with these fraction bits, for a search to trim."""
    return FixedPoint(MOST_BITS - fraction, fraction)


def with_fractions(spec: UnitSpec, slope: int, intercept: int) -> UnitSpec:
    """Return a fixed-point spec with other fraction bits of the coefficients that are to be trimmed."""
    bits = {"slope": slope, "intercept": intercept}
    changed: dict[str, Any] = {name: wide(bits[name]) for name in spec.trim}
    return dataclasses.replace(spec, **changed)
