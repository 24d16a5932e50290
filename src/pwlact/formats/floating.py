"""Binary floating point of any exponent and mantissa width."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes
from pwlact.errors import FormatError
from pwlact.formats.rounding import Overflow, Rounding, round_whole

NAMED = {"fp16": (5, 10, True), "bf16": (8, 7, True), "fp8_e5m2": (5, 2, True), "fp8_e4m3": (4, 3, False)}
MANY, TABLE_BITS = 1024, 16  # from this number of codes on, those of formats up to this width are decoded by a table
MAX_EXPONENT, MAX_MANTISSA = 8, 23  # doubles hold every value, and every product of two


@dataclass(frozen=True, slots=True)
class FloatFormat:
    """Floating-point format with subnormals: sign, exponent, mantissa; a code is its bits as an integer.

    value = (-1)**s * 2**(e - bias) * (1 + m / 2**mantissa), bias = 2**(exponent - 1) - 1; with e = 0,
    (-1)**s * 2**(1 - bias) * m / 2**mantissa.

    Parameters
    ----------
    exponent, mantissa : int
        Bits of the exponent, 2 to 8, and of the mantissa, 1 to 23.
    infinities : bool
        True: the largest exponent holds infinities and NaN (IEEE 754). False: its last code alone is NaN, and there are
        no infinities, as in fp8 e4m3 (OCP 8-bit Floating Point Specification, revision 1.0).

    Raises
    ------
    FormatError
        If a width is out of range.
    """

    exponent: int
    mantissa: int
    infinities: bool = True

    def __post_init__(self) -> None:
        if not (2 <= self.exponent <= MAX_EXPONENT and 1 <= self.mantissa <= MAX_MANTISSA):
            raise FormatError(
                f"a float has 2 to {MAX_EXPONENT} exponent and 1 to {MAX_MANTISSA} mantissa bits, got "
                f"e{self.exponent}m{self.mantissa}; try fp16"
            )

    @property
    def name(self) -> str:
        """Name that `parse_format` reads."""
        mine = (self.exponent, self.mantissa, self.infinities)
        named = [name for name, widths in NAMED.items() if widths == mine]
        return named[0] if named else f"e{self.exponent}m{self.mantissa}{'' if self.infinities else 'fn'}"

    @property
    def bits(self) -> int:
        """Width of a code."""
        return 1 + self.exponent + self.mantissa

    @property
    def bias(self) -> int:
        """Bias of the exponent."""
        return (1 << (self.exponent - 1)) - 1

    @property
    def largest_pattern(self) -> int:
        """Code of the largest finite value."""
        return (((1 << self.exponent) - self.infinities) << self.mantissa) - 1 - (not self.infinities)

    @property
    def nan(self) -> int:
        """Code of the NaN that arithmetic returns: quiet and positive."""
        if self.infinities:
            return (((1 << self.exponent) - 1) << self.mantissa) | (1 << (self.mantissa - 1))
        return (1 << (self.bits - 1)) - 1

    @property
    def infinity(self) -> int:
        """Code above the largest finite value: infinity, or NaN in a format without infinities."""
        return self.largest_pattern + 1

    @property
    def smallest_normal(self) -> float:
        """Smallest normal number, 2**(1 - bias)."""
        return float(2.0 ** (1 - self.bias))

    @property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest finite value."""
        largest = float(self.decode(self.largest_pattern))
        return -largest, largest

    def codes(self) -> Codes:
        """Return every code, shape (2**bits,), NaN and infinities included, by ascending bits."""
        return np.arange(1 << self.bits, dtype=np.int64)

    def decode(self, codes: Any) -> Array:
        """Return the values of codes, exactly, of the same shape."""
        codes = np.asarray(codes, dtype=np.int64)
        if codes.size < MANY or self.bits > TABLE_BITS or codes.min() < 0 or codes.max() >> self.bits:
            return self._decoded(codes)
        return np.asarray(_values(self)[codes])

    def _decoded(self, codes: Codes) -> Array:
        field = (codes >> self.mantissa) & ((1 << self.exponent) - 1)
        part = codes & ((1 << self.mantissa) - 1)
        whole = np.where(field == 0, part, part + (1 << self.mantissa))
        shift = np.maximum(field, 1) - self.bias - self.mantissa
        value = np.ldexp(whole.astype(np.float64), shift)
        magnitude = codes & ((1 << (self.bits - 1)) - 1)
        if self.infinities:
            value = np.where(magnitude == self.infinity, np.inf, value)
        value = np.where(magnitude > self.largest_pattern + self.infinities, np.nan, value)
        return np.where(codes >> (self.bits - 1), -value, value)

    def encode(
        self, x: Any, rounding: Rounding = Rounding.NEAREST_EVEN, overflow: Overflow = Overflow.INFINITE
    ) -> Codes:
        """Return the codes of numbers, rounded once, of the same shape; a NaN becomes `nan`.

        Parameters
        ----------
        x : array_like
            Numbers, of any shape.
        rounding : Rounding
            Choice between the two codes next to a number.
        overflow : Overflow
            Treatment of numbers beyond the largest and the smallest code.

        Raises
        ------
        FormatError
            If the overflow is wrap.
        """
        if overflow is Overflow.WRAP:
            raise FormatError(f"{self.name} does not wrap, got overflow 'wrap'; choose saturate or infinite")
        x = np.asarray(x, dtype=np.float64)
        size = np.abs(x)
        finite = np.where(np.isfinite(size), size, 0.0)
        shift = self._exponent(finite) - self.mantissa
        whole = round_whole(np.ldexp(np.where(x < 0, -finite, finite), -shift), rounding)
        codes = self._pack(np.abs(whole), shift)
        beyond = np.isinf(x) | (codes > self.largest_pattern)
        codes = np.where(beyond, self._overflowed(x, rounding, overflow), codes)
        codes = codes | (np.signbit(x).astype(np.int64) << (self.bits - 1))
        return np.where(np.isnan(x), self.nan, codes)

    def _exponent(self, size: Array) -> NDArray[np.int64]:
        """Return the exponents of the numbers' binades; at least that of the subnormals."""
        _, exponent = np.frexp(size)
        smallest = 1 - self.bias
        return np.where(size > 0, np.maximum(exponent.astype(np.int64) - 1, smallest), smallest)

    def _pack(self, whole: Array, shift: NDArray[np.int64]) -> Codes:
        """Return the bits of whole * 2**shift; a carry moves into the next binade by itself."""
        field = shift + self.mantissa + self.bias
        return np.asarray((field - 1) * (1 << self.mantissa) + whole.astype(np.int64), dtype=np.int64)

    def _overflowed(self, x: Array, rounding: Rounding, overflow: Overflow) -> Codes:
        """Return the bits, without sign, of numbers beyond the largest finite one."""
        if overflow is Overflow.SATURATE:
            return np.full(x.shape, self.largest_pattern)
        inward = np.full(x.shape, rounding is Rounding.TOWARD_ZERO)
        if rounding in (Rounding.DOWN, Rounding.UP):
            inward = (x > 0) == (rounding is Rounding.DOWN)
        return np.where(inward & np.isfinite(x), self.largest_pattern, self.infinity)

    def pattern(self, codes: Any) -> Codes:
        """Return the bits of codes: the codes themselves."""
        return np.asarray(codes, dtype=np.int64)

    def from_pattern(self, patterns: Any) -> Codes:
        """Return the codes with these bits: the bits themselves."""
        return np.asarray(patterns, dtype=np.int64)

    def order(self, codes: Any) -> Codes:
        """Return order keys, integers that ascend with the values, one apart for neighbours.

        The key of a positive number is its bits; that of a negative one is -1 minus the bits of its magnitude: -0 has
        key -1.
        """
        codes = np.asarray(codes, dtype=np.int64)
        magnitude = codes & ((1 << (self.bits - 1)) - 1)
        return np.asarray(np.where(codes >> (self.bits - 1), -magnitude - 1, magnitude))

    def from_order(self, order: Any) -> Codes:
        """Return the codes with these order keys."""
        order = np.asarray(order, dtype=np.int64)
        return np.asarray(np.where(order < 0, (-order - 1) | (1 << (self.bits - 1)), order))

    def ulp(self, x: Any) -> Array:
        """Return the unit in the last place (ULP) of x, of the shape of x.

        ulp(x) = 2**(max(e, e_min) - mantissa), where 2**e <= |x| < 2**(e + 1) and e_min = 1 - bias is the exponent of
        the smallest normal number. So it is the distance of neighbouring values about x, with a floor: that of the
        smallest normal number, at zero too. Beyond the largest finite value it is the largest.

        Source: Goldberg, ACM Computing Surveys 23 (1991), "Relative Error and Ulps"; with the floor, Muller et al.,
        Handbook of Floating-Point Arithmetic, 2nd edition, section 2.3.
        """
        size = np.minimum(np.abs(np.asarray(x, dtype=np.float64)), self.limits[1])
        return np.ldexp(1.0, self._exponent(size) - self.mantissa)


@functools.lru_cache(maxsize=4)
def _values(format_: FloatFormat) -> Array:
    """Return the values of all codes, shape (2**bits,)."""
    return format_._decoded(format_.codes())
