"""Roundings from elsewhere: of exact fractions, and apytypes' names."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from apytypes import QuantizationMode

from pwlact.formats import Rounding

HALF = Fraction(1, 2)
EXACT: dict[Rounding, Callable[[Fraction], int]] = {
    Rounding.NEAREST_EVEN: round,
    Rounding.NEAREST_AWAY: lambda q: math.floor(q + HALF) if q > 0 else math.ceil(q - HALF),
    Rounding.NEAREST_UP: lambda q: math.floor(q + HALF),
    Rounding.TOWARD_ZERO: math.trunc,
    Rounding.DOWN: math.floor,
    Rounding.UP: math.ceil,
}
APY = {
    Rounding.NEAREST_EVEN: QuantizationMode.TIES_EVEN,
    Rounding.NEAREST_AWAY: QuantizationMode.TIES_AWAY,
    Rounding.NEAREST_UP: QuantizationMode.TIES_POS,
    Rounding.TOWARD_ZERO: QuantizationMode.TO_ZERO,
    Rounding.DOWN: QuantizationMode.TO_NEG,
    Rounding.UP: QuantizationMode.TO_POS,
}
