"""Fixed point: integer multiples of a power of two."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import FormatError
from pwlact.formats.rounding import Overflow, Rounding, round_whole

MIN_BITS, MAX_BITS = 4, 32
MAX_FRACTION = 256  # of either sign: doubles hold every value, and every product of two


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """Fixed-point format, "q4.12" or "uq0.16": value = code * 2**-fraction.

    Parameters
    ----------
    integer : int
        Integer bits, including the sign; negative for formats that lack leading fraction bits.
    fraction : int
        Fraction bits; negative for multiples of a power of two above one.
    signed : bool
        Whether codes are two's complement; they are zero and above otherwise.

    Raises
    ------
    FormatError
        If the format has fewer than 4 or more than 32 bits, or fraction bits beyond -256 to 256.
    """

    integer: int
    fraction: int
    signed: bool = True

    def __post_init__(self) -> None:
        if not MIN_BITS <= self.bits <= MAX_BITS:
            raise FormatError(
                f"a fixed-point format has {MIN_BITS} to {MAX_BITS} bits, got {self.name!r} with {self.bits}; try q4.12"
            )
        if abs(self.fraction) > MAX_FRACTION:
            raise FormatError(
                f"fraction bits are -{MAX_FRACTION} to {MAX_FRACTION}, got {self.fraction} in {self.name!r}; try q4.12"
            )

    @property
    def name(self) -> str:
        """Name that `parse_format` reads."""
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
        """Return every code, shape (2**bits,), by ascending value."""
        return np.arange(self.lowest, self.highest + 1, dtype=np.int64)

    def decode(self, codes: Any) -> Array:
        """Return the values of codes, exactly, of the same shape."""
        return np.asarray(codes, dtype=np.float64) * self.step

    def encode(
        self, x: Any, rounding: Rounding = Rounding.NEAREST_EVEN, overflow: Overflow = Overflow.SATURATE
    ) -> Codes:
        """Return the codes of numbers, rounded once, of the same shape.

        Parameters
        ----------
        x : array_like
            Numbers, all finite, of any shape.
        rounding : Rounding
            Choice between the two codes next to a number.
        overflow : Overflow
            Treatment of numbers beyond the largest and the smallest code.

        Raises
        ------
        FormatError
            If a number is not finite, or the overflow is infinite.
        """
        if overflow is Overflow.INFINITE:
            raise FormatError(f"{self.name} has no infinity, got overflow 'infinite'; choose saturate or wrap")
        x = np.asarray(x, dtype=np.float64)
        if not np.all(np.isfinite(x)):
            raise FormatError(f"{self.name} holds finite numbers only, got {x[~np.isfinite(x)].flat[0]}; leave it out")
        saturate = overflow is Overflow.SATURATE
        x = np.clip(x, *self.limits) if saturate else np.fmod(x, math.ldexp(1.0, self.integer))  # exact
        scaled = x * math.ldexp(1.0, self.fraction)
        scaled = np.where(scaled == 0.0, 0.25 * np.sign(x), scaled)  # a product below the smallest double is not zero
        codes = np.asarray(round_whole(scaled, rounding), dtype=np.int64)
        return codes if saturate else self.from_pattern(self.pattern(codes))

    def pattern(self, codes: Any) -> Codes:
        """Return the bits of codes as numbers from 0 to 2**bits - 1."""
        return np.asarray(codes, dtype=np.int64) & ((1 << self.bits) - 1)

    def from_pattern(self, patterns: Any) -> Codes:
        """Return the codes with these bits."""
        patterns = np.asarray(patterns, dtype=np.int64)
        return np.asarray(patterns - (patterns > self.highest) * (1 << self.bits))

    def order(self, codes: Any) -> Codes:
        """Return order keys, integers that ascend with the values, one apart for neighbours: the codes themselves."""
        return np.asarray(codes, dtype=np.int64)

    def from_order(self, order: Any) -> Codes:
        """Return the codes with these order keys."""
        return np.asarray(order, dtype=np.int64)

    def ulp(self, x: Any) -> Array:
        """Return the distance of neighbouring values at x, of the shape of x; the same everywhere."""
        return np.full(np.shape(x), self.step)


def fewest_integer_bits(low: float, high: float, fraction: int, signed: bool = True) -> int:
    """Return the fewest integer bits whose format holds [low, high] after rounding to nearest.

    The format may saturate a limit at most half a step beyond its last code.

    Parameters
    ----------
    low, high : float
        Ends of the range.
    fraction : int
        Fraction bits.
    signed : bool
        Whether the format has a sign.

    Raises
    ------
    FormatError
        If a format without sign must hold a negative number.
    """
    scale = math.ldexp(1.0, fraction)
    lowest, highest = math.floor(low * scale + 0.5), math.ceil(high * scale - 0.5)
    if lowest < 0 and not signed:
        raise FormatError(f"numbers without sign are zero and above, got {low:g}; choose a signed format")
    magnitude = max(highest, -lowest - 1, 0)
    return max(magnitude.bit_length() + signed, MIN_BITS) - fraction
