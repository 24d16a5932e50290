"""Fixed point: whole multiples of a power of two."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact.errors import FormatError
from pwlact.formats.rounding import Overflow, Rounding, round_whole

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

FEWEST_BITS, MOST_BITS = 4, 32


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """Fixed-point format, "q4.12" or "uq0.16": value = code * 2**-fraction.

    Parameters
    ----------
    integer : int
        Integer bits, the sign's among them; may be negative, where leading fraction bits are left out.
    fraction : int
        Fraction bits; may be negative, for multiples of more than one.
    signed : bool
        Two's complement, or zero and above.

    Raises
    ------
    FormatError
        If it has fewer than 4 or more than 32 bits.
    """

    integer: int
    fraction: int
    signed: bool = True

    def __post_init__(self) -> None:
        if not FEWEST_BITS <= self.bits <= MOST_BITS:
            raise FormatError(
                f"a fixed-point format has {FEWEST_BITS} to {MOST_BITS} bits, got {self.name!r} with {self.bits}; "
                "try q4.12"
            )

    @property
    def name(self) -> str:
        """Text that `parse_format` reads."""
        return f"{'q' if self.signed else 'uq'}{self.integer}.{self.fraction}"

    @property
    def bits(self) -> int:
        """Width of a code."""
        return self.integer + self.fraction

    @property
    def step(self) -> float:
        """Distance of neighbouring values, 2**-fraction."""
        return math.ldexp(1.0, -self.fraction)

    @property
    def lowest(self) -> int:
        """Smallest code."""
        return -(1 << (self.bits - 1)) if self.signed else 0

    @property
    def highest(self) -> int:
        """Largest code."""
        return (1 << (self.bits - self.signed)) - 1

    @property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest value."""
        return self.lowest * self.step, self.highest * self.step

    def codes(self) -> Codes:
        """Return every code, values ascending."""
        return np.arange(self.lowest, self.highest + 1, dtype=np.int64)

    def decode(self, codes: Any) -> Array:
        """Return the values of codes; exact."""
        return np.asarray(codes, dtype=np.float64) * self.step

    def encode(
        self, x: Any, rounding: Rounding = Rounding.NEAREST_EVEN, overflow: Overflow = Overflow.SATURATE
    ) -> Codes:
        """Return the codes of numbers, rounded once.

        Raises
        ------
        FormatError
            If a number is not finite, or overflow is to be infinite.
        """
        if overflow is Overflow.INFINITE:
            raise FormatError(f"{self.name} has no infinity, got overflow 'infinite'; choose saturate or wrap")
        x = np.asarray(x, dtype=np.float64)
        if not np.all(np.isfinite(x)):
            raise FormatError(f"{self.name} holds finite numbers only, got {x[~np.isfinite(x)].flat[0]}; leave it out")
        whole = round_whole(x * math.ldexp(1.0, self.fraction), rounding)
        if overflow is Overflow.SATURATE:
            return np.asarray(np.clip(whole, self.lowest, self.highest), dtype=np.int64)
        span = float(1 << self.bits)
        return np.asarray(np.mod(whole - self.lowest, span) + self.lowest, dtype=np.int64)

    def pattern(self, codes: Any) -> Codes:
        """Return the bits of codes as numbers from 0 to 2**bits - 1."""
        return np.asarray(codes, dtype=np.int64) & ((1 << self.bits) - 1)

    def from_pattern(self, patterns: Any) -> Codes:
        """Return the codes with these bits."""
        patterns = np.asarray(patterns, dtype=np.int64)
        return patterns - (patterns > self.highest) * (1 << self.bits)

    def order(self, codes: Any) -> Codes:
        """Return integers that ascend with the values, one apart for neighbours: the codes themselves."""
        return np.asarray(codes, dtype=np.int64)

    def from_order(self, order: Any) -> Codes:
        """Return the codes at places in the order."""
        return np.asarray(order, dtype=np.int64)

    def ulp(self, x: Any) -> Array:
        """Return the distance of neighbouring values about x, the same everywhere."""
        return np.full(np.shape(x), self.step)


def fewest_integer_bits(low: float, high: float, fraction: int, signed: bool = True) -> int:
    """Return the fewest integer bits with which `fraction` bits hold all of [low, high] after rounding to nearest."""
    scale = math.ldexp(1.0, fraction)
    lowest, highest = math.floor(low * scale + 0.5), math.ceil(high * scale - 0.5)
    magnitude = max(highest, -lowest - 1, 0)
    return max(magnitude.bit_length() + signed, FEWEST_BITS) - fraction
