"""Verilog words that fixed point and floats share: signals, wires, literals, and ranges of integers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Signal:
    """A wire or register.

    Parameters
    ----------
    name : str
        Name in Verilog.
    width : int
        Bits, one or more.
    signed : bool
        Whether the bits are two's complement.
    constant : bool
        Whether the value never changes.
    """

    name: str
    width: int
    signed: bool = field(default=False, kw_only=True)
    constant: bool = field(default=False, kw_only=True)

    def typed(self, kind: str) -> str:
        """Return the name with its type: a kind such as wire, reg or input wire, the sign, the range."""
        sign = "signed " if self.signed else ""
        size = f"[{self.width - 1}:0] " if self.width > 1 else ""
        return f"{kind} {sign}{size}{self.name}"

    def declare(self, kind: str, value: str | None = None) -> str:
        """Return a declaration as `kind`, wire or reg, with a value if given."""
        return f"{self.typed(kind)}{'' if value is None else f' = {value}'};"

    def bits(self, high: int, low: int = 0) -> str:
        """Return the bits from `high` down to `low`."""
        if high == self.width - 1 and low == 0:
            return self.name
        return f"{self.name}[{high}]" if high == low else f"{self.name}[{high}:{low}]"

    @property
    def top(self) -> str:
        """The highest bit, which is the sign of a signed signal."""
        return self.bits(self.width - 1, self.width - 1)

    def resized(self, width: int, zeros: int = 0) -> str:
        """Return the signal times 2**zeros, modulo 2**width, as an expression of `width` bits."""
        if zeros >= width:
            return literal(0, width)
        space = width - zeros
        fill = repeated(self.top, space - self.width) if self.signed else f"{space - self.width}'d0"
        parts = [fill] if space > self.width else []
        parts.append(self.bits(min(space, self.width) - 1))
        parts += [f"{zeros}'d0"] if zeros else []
        return joined(parts)


def wire(name: str, width: int, value: str) -> str:
    """Return the declaration of an unsigned wire with its value."""
    return Signal(name, width).declare("wire", value)


def joined(parts: list[str]) -> str:
    """Return a concatenation, the highest bits first."""
    return parts[0] if len(parts) == 1 else f"{{{', '.join(parts)}}}"


def repeated(bit: str, times: int) -> str:
    """Return copies of a bit side by side."""
    return f"{{{times}{{{bit}}}}}"


def literal(value: int, width: int, signed: bool = False) -> str:
    """Return a sized hexadecimal literal of the low bits of a number."""
    digits = (width + 3) // 4
    return f"{width}'{'s' if signed else ''}h{value & ((1 << width) - 1):0{digits}x}"


@dataclass(frozen=True, slots=True)
class Range:
    """Integers from low to high, both included.

    Parameters
    ----------
    low, high : int
        The ends.
    """

    low: int
    high: int

    @property
    def signed(self) -> bool:
        """Whether the range has negative numbers."""
        return self.low < 0

    @property
    def width(self) -> int:
        """Fewest bits that hold every number, at least one; two's complement where some are negative."""
        if self.signed:
            return 1 + max((~self.low).bit_length(), max(self.high, 0).bit_length())
        return max(self.high.bit_length(), 1)

    @property
    def signed_width(self) -> int:
        """Fewest bits of two's complement that hold every number."""
        return (self | Range(-1, 0)).width

    def __or__(self, other: Range) -> Range:
        return Range(min(self.low, other.low), max(self.high, other.high))

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low)

    def scaled(self, shift: int) -> Range:
        """Return the range times 2**shift."""
        return Range(self.low << shift, self.high << shift)


def span(values: list[int]) -> Range:
    """Return the smallest range that holds some numbers."""
    return Range(min(values), max(values))
