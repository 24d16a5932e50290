"""A unit's spec as numbers for the compiled kernels of the area model."""

from __future__ import annotations

from typing import NamedTuple

from pwlact.datapath.spec import UnitSpec, fraction
from pwlact.formats import FixedPoint, Overflow, Rounding
from pwlact.functions import Symmetry

SYMMETRIES = tuple(Symmetry)
ODD, EVEN, COMPLEMENTARY, GATED = (
    SYMMETRIES.index(symmetry) for symmetry in (Symmetry.ODD, Symmetry.EVEN, Symmetry.COMPLEMENTARY, Symmetry.GATED)
)
MODES = tuple(Rounding)
NEAREST_EVEN, AWAY, NEAREST_UP, TO_ZERO, DOWN, UP = range(len(MODES))


class Shape(NamedTuple):
    """A unit's spec for the kernels; all in bits, places or codes."""

    fixed: bool
    low: int
    high: int
    place_bits: int
    grain: int
    addressed: bool
    mirrored: bool
    symmetry: int
    input_low: int
    input_high: int
    input_bits: int
    slope_shift: int
    dropped: int
    product_lift: int
    intercept_shift: int
    gate_shift: int
    sum_fraction: int
    output_bits: int
    output_low: int
    output_high: int
    output_shift: int
    saturates: bool
    mode: int
    shift_terms: int
    slope_bits: int
    intercept_bits: int
    mantissa: int
    fused: bool
