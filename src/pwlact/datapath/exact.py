"""Sums of doubles without loss."""

from __future__ import annotations

from typing import Any

from pwlact._types import Array


def two_sum(a: Any, b: Array) -> tuple[Array, Array]:
    """Return a + b as doubles, and exactly what rounding lost, both of the shape of a and b (Knuth's TwoSum).

    Source: Knuth, The Art of Computer Programming, volume 2, section 4.2.2, theorem B.
    """
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)
