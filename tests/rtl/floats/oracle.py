"""Exact rational arithmetic on floats, rounded with integers alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from pwlact.datapath.spec import ArithmeticName
from pwlact.formats import FloatFormat, Overflow, Rounding

Codes = np.ndarray[Any, np.dtype[np.int64]]
Modes = tuple[tuple[Rounding, Overflow], ...]

# The oracle: numbers are integers times the smallest subnormal; rounding compares a remainder with a half.

NAN, INFINITE, FINITE = 0, 1, 2
EXACT, BELOW, TIE, ABOVE = range(4)


class Oracle:
    """Sums and products of a format's codes, one exact result at a time, and roundings of many."""

    def __init__(self, format_: FloatFormat) -> None:
        self.e, self.m = format_.exponent, format_.mantissa
        self.infinities = format_.infinities
        self.sign_bit = 1 << (self.e + self.m)
        self.unit = (1 << (self.e - 1)) - 2 + self.m  # the smallest subnormal is 2**-unit
        top = ((1 << self.e) - 1) << self.m
        self.infinity = top if self.infinities else self.sign_bit - 1
        self.nan = top | (1 << (self.m - 1)) if self.infinities else self.sign_bit - 1
        self.value = cache(self._value)

    def _value(self, code: int) -> tuple[int, int, int]:
        """Return the kind, the sign and the magnitude in units."""
        sign, bits = int(code >= self.sign_bit), code % self.sign_bit
        if self.infinities and bits >= self.infinity:
            return (INFINITE if bits == self.infinity else NAN), sign, 0
        if not self.infinities and bits == self.nan:
            return NAN, sign, 0
        field, part = bits >> self.m, bits & ((1 << self.m) - 1)
        return FINITE, sign, part if field == 0 else ((1 << self.m) + part) << (field - 1)

    def multiply(self, a: int, b: int) -> tuple[int, int, int]:
        """Return a * b in squared units."""
        (kind_a, sign_a, size_a), (kind_b, sign_b, size_b) = self.value(a), self.value(b)
        sign = sign_a ^ sign_b
        if NAN in (kind_a, kind_b):
            return NAN, 0, 0
        if kind_a == FINITE and size_a == 0:
            return FINITE, sign, 0
        if INFINITE in (kind_a, kind_b):
            return (NAN if kind_b == FINITE and size_b == 0 else INFINITE), sign, 0
        return FINITE, sign, size_a * size_b

    def add(self, a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
        """Return a + b; the sign 2 is that of a difference of zero."""
        (kind_a, sign_a, size_a), (kind_b, sign_b, size_b) = a, b
        if NAN in (kind_a, kind_b) or (kind_a == kind_b == INFINITE and sign_a != sign_b):
            return NAN, 0, 0
        if INFINITE in (kind_a, kind_b):
            return INFINITE, sign_a if kind_a == INFINITE else sign_b, 0
        total = (-size_a if sign_a else size_a) + (-size_b if sign_b else size_b)
        if total:
            return FINITE, int(total < 0), abs(total)
        return FINITE, sign_a if sign_a == sign_b else 2, 0

    def place(self, number: tuple[int, int, int], scale: int) -> tuple[int, int, int, int]:
        """Return the kind, the sign, the bits of the code toward zero, and what part of a step is above it.

        `number` is in units / 2**scale; the bits go on beyond the largest.
        """
        kind, sign, size = number
        above = max((size >> scale).bit_length() - self.m - 1, 0)
        shift = scale + above
        whole, rest = size >> shift, size & ((1 << shift) - 1)
        twice = rest << 1
        part = EXACT if rest == 0 else BELOW + (twice >= 1 << shift) + (twice > 1 << shift)
        return kind, sign, (above << self.m) + whole, part

    def fused(self, slope: int, x: int, intercept: int) -> tuple[int, int, int, int]:
        kind, sign, size = self.value(intercept)
        return self.place(self.add(self.multiply(slope, x), (kind, sign, size << self.unit)), self.unit)

    def round(self, places: Codes, rounding: Rounding, overflow: Overflow) -> Codes:
        """Return the codes of many placed numbers."""
        kind, sign, bits, part = places.T
        sign = np.where(sign == 2, rounding is Rounding.DOWN, sign)
        positive, rest = sign == 0, part != EXACT
        grow = {
            Rounding.NEAREST_EVEN: (part == ABOVE) | ((part == TIE) & (bits % 2 == 1)),
            Rounding.NEAREST_AWAY: part >= TIE,
            Rounding.NEAREST_UP: (part == ABOVE) | ((part == TIE) & positive),
            Rounding.TOWARD_ZERO: np.zeros_like(rest),
            Rounding.DOWN: rest & ~positive,
            Rounding.UP: rest & positive,
        }[rounding]
        inward = {Rounding.TOWARD_ZERO: np.ones_like(rest), Rounding.DOWN: positive, Rounding.UP: ~positive}
        largest = inward.get(rounding, np.zeros_like(rest)) | (overflow is Overflow.SATURATE)
        bits = bits + grow
        bits = np.where(bits >= self.infinity, self.infinity - largest, bits)
        bits = np.where(kind == INFINITE, self.infinity, bits)
        return np.where(kind == NAN, self.nan, bits + sign * self.sign_bit)

    def expected(self, vectors: Codes, arithmetic: ArithmeticName, modes: Modes) -> Iterator[Codes]:
        """Return the results of (slope, x, intercept), mode by mode."""
        if arithmetic == "fused":
            exact = np.array([self.fused(*vector) for vector in vectors.tolist()])
            yield from (self.round(exact, *mode) for mode in modes)
            return
        exact = np.array([self.place(self.multiply(a, b), self.unit) for a, b in vectors[:, :2].tolist()])
        placed = cache(lambda a, b: self.place(self.add(self.value(a), self.value(b)), 0))
        for mode in modes:
            pairs = zip(self.round(exact, *mode).tolist(), vectors[:, 2].tolist(), strict=True)
            yield self.round(np.array([placed(a, b) for a, b in pairs]), *mode)
