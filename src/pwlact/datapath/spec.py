"""The spec of a hardware unit: its number formats, its arithmetic, how it finds the piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, FloatFormat, Format, Overflow, Rounding
from pwlact.functions import Symmetry

ArithmeticName = Literal["fused", "separate"]
CoefficientName = Literal["slope", "intercept"]

FUSED_FLOATS = (Symmetry.COMPLEMENTARY, Symmetry.GATED)
"""Symmetries of which a half table of floats is fused: a product that is rounded has no reflected line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSpec:
    """How a PWL unit computes y = slope[k] * x + intercept[k].

    Parameters
    ----------
    input, slope, intercept, output : Format
        All fixed point, or all the same float.
    rounding : Rounding
        Rounding of results.
    overflow : Overflow
        Treatment of results beyond the output format.
    arithmetic : str
        "fused": the product keeps its full width and the sum is rounded once. "separate": the product is rounded into
        the intercept's format first.
    address_bits : int or None
        Number of leading bits of the input that find the piece, where thresholds are multiples of
        2**(input bits - address_bits); None where they do not. In floats they are sign, exponent and mantissa bits.
    mantissa_bits : int or None
        Number of bits after the leading one of the input's distance from the base that find the piece, in fixed point;
        None where they do not. Without address and mantissa bits comparators find it: a threshold is any code.
    base : int
        Order key about which the octaves of `mantissa_bits` double.
    shift_terms : int
        Most powers of two, with signs, that add up to a slope, where shifts and adders multiply; 0 for a multiplier.
    symmetry : Symmetry
        Symmetry by which the unit reflects a table of the pieces for x >= 0; none for a table of all pieces. In floats,
        pieces of a complementary or gated function have a reflected line for x < 0, and arithmetic is fused.
    trim : tuple of str
        Coefficients, "slope" or "intercept", whose formats a search cuts to the integer bits that the unit needs.

    Raises
    ------
    FormatError
        If the formats do not fit together, or do not allow another setting.
    """

    input: Format
    slope: Format
    intercept: Format
    output: Format
    rounding: Rounding = Rounding.NEAREST_UP
    overflow: Overflow = Overflow.SATURATE
    arithmetic: ArithmeticName = "fused"
    address_bits: int | None = None
    shift_terms: int = 0
    symmetry: Symmetry = Symmetry.NONE
    trim: tuple[CoefficientName, ...] = ()
    mantissa_bits: int | None = None
    base: int = 0

    def __post_init__(self) -> None:
        if self.arithmetic not in get_args(ArithmeticName):
            raise FormatError(f"an arithmetic is fused or separate, got {self.arithmetic!r}; choose one")
        formats = (self.input, self.slope, self.intercept, self.output)
        floats = [isinstance(format_, FloatFormat) for format_ in formats]
        if any(floats) and len(set(formats)) > 1:
            names = ", ".join(format_.name for format_ in formats)
            raise FormatError(f"a unit in floats has one format for all, got {names}; leave out all but --format")
        if any(floats):
            self._check_floats()
        elif self.overflow is Overflow.INFINITE:
            raise FormatError(f"{self.output.name} has no infinity, got overflow 'infinite'; choose saturate or wrap")
        if self.shift_terms < 0:
            raise FormatError(f"shift-terms must be zero or more, got {self.shift_terms}; try 2")
        if self.address_bits is not None and not 1 <= self.address_bits <= self.input.bits:
            raise FormatError(
                f"address bits of {self.input.name} are 1 to {self.input.bits}, got {self.address_bits}; try 8"
            )
        if self.mantissa_bits is not None:
            self._check_octaves()
        elif self.base:
            raise FormatError(f"a base goes with mantissa bits, got {self.base} without; leave it out")

    def _check_octaves(self) -> None:
        if isinstance(self.input, FloatFormat) or self.address_bits is not None:
            raise FormatError(
                f"mantissa bits go with fixed point without address bits, got {self.input.name}, address bits "
                f"{self.address_bits}; use address bits alone"
            )
        if not 0 <= self.mantissa_bits < self.input.bits:  # type: ignore[operator]
            raise FormatError(
                f"mantissa bits of {self.input.name} are 0 to {self.input.bits - 1}, got {self.mantissa_bits}; try 2"
            )
        if not self.input.lowest <= self.base <= self.input.highest or (self.mirrored and self.base < 0):
            low, where = (0, " in a mirrored table") if self.mirrored else (self.input.lowest, "")
            raise FormatError(
                f"a base is a code of {self.input.name}, {low} to {self.input.highest}{where}, got {self.base} "
                f"({self.base * self.input.step:g}); try 0"
            )

    def __str__(self) -> str:
        formats = {"input": self.input, "slope": self.slope, "intercept": self.intercept, "output": self.output}
        names = {format_.name for format_ in formats.values()}
        listed = ", ".join(f"{what} {format_.name}" for what, format_ in formats.items())
        text = names.pop() if len(names) == 1 else listed
        return f"{text}, {self.arithmetic}, {self.rounding.value}, {self.overflow.value}"

    def _check_floats(self) -> None:
        if self.overflow is Overflow.WRAP:
            raise FormatError(f"{self.output.name} does not wrap, got overflow 'wrap'; choose saturate or infinite")
        if self.shift_terms:
            raise FormatError(f"shift-terms go with fixed point, got {self.slope.name}; leave them out")
        if self.symmetry in FUSED_FLOATS and self.arithmetic != "fused":
            raise FormatError(
                f"a unit in floats that mirrors a {self.symmetry.value} function has fused arithmetic, got "
                f"{self.arithmetic}; leave out --unit.arithmetic or --mirror"
            )

    @property
    def fixed(self) -> bool:
        """Whether the unit computes in fixed point."""
        return isinstance(self.input, FixedPoint)

    @property
    def mirrored(self) -> bool:
        """Whether the table holds the pieces of |x|, and the unit reflects."""
        return self.symmetry is not Symmetry.NONE

    @property
    def selection(self) -> str:
        """How the piece is found, for people."""
        if self.mantissa_bits is not None:
            about = f" about {float(self.input.decode(self.base)):g}" if self.base else ""
            return f"octaves{about} with {self.mantissa_bits} mantissa bits"
        return "comparators" if self.address_bits is None else f"{self.address_bits} address bits"

    @property
    def addressed(self) -> bool:
        """Whether a table of addresses finds the piece, and no comparators."""
        return self.address_bits is not None or self.mantissa_bits is not None

    @property
    def address_shift(self) -> int:
        """Bits that an address lacks: thresholds are multiples of 2**address_shift."""
        return 0 if self.address_bits is None else self.input.bits - self.address_bits

    @property
    def product_fraction(self) -> int:
        """Fraction bits of the product in the sum (fixed point)."""
        full = fraction(self.slope) + fraction(self.input)
        return full if self.arithmetic == "fused" else min(full, fraction(self.intercept))

    @property
    def sum_fraction(self) -> int:
        """Fraction bits of the sum before it is rounded (fixed point)."""
        fractions = [self.product_fraction, fraction(self.intercept)]
        if self.symmetry is Symmetry.GATED:
            fractions.append(fraction(self.input))
        return max(*fractions, 0)


def fraction(format_: Format) -> int:
    """Return the fraction bits of a fixed-point format.

    Raises
    ------
    FormatError
        If the format is a float.
    """
    if isinstance(format_, FixedPoint):
        return format_.fraction
    raise FormatError(f"fraction bits are of fixed point, got {format_.name}; choose a format such as q4.12")
