"""What a unit's codes ask of hardware, counted as its Verilog is built; compiled, for many units at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pwlact.datapath.table_kernels import table_nodes, trailing_zeros, width_of
from pwlact.formats import Rounding

Codes = NDArray[np.int64]
Array = NDArray[np.float64]

FEATURES = (
    "unit",
    "cuts",  # comparators
    "cut_bits",  # of the cuts, above their trailing zeros
    "address_cuts",  # the same where leading bits are looked up
    "address_cut_bits",
    "place",  # bits of |x|, where it is compared
    "table_luts",  # functions of four bits of the piece's number, each once
    "table_muxes",  # what chooses among them
    "product",  # bits of one factor times bits of the other
    "product_sides",  # bits of both factors
    "product_split",  # bits of the second factor, where a multiplier of 16 bits does not take the first
    "sum",  # bits of the sum that an adder makes
    "sum_alone",  # the same, where no multiplier's adder is wide enough
    "rounding",  # bits of adders that round
    "tie",  # bits that tell whether a sum is midway
    "clip",  # bits that saturate
    "reflection",  # bits that change the sign of a rounded product, or add x
    "shift_bits",  # bits of shifters, for each bit of how far
    "shift_sums",  # bits of what adds shifted terms, and of what negates them
    "float",  # a unit in floats
    "float_mantissa",
    "float_square",
    "fused_mantissa",
    "fused_square",
)
"""What is counted, in the order of the columns."""

SYMMETRIES = ("none", "odd", "even", "complementary", "gated")
ODD, EVEN, COMPLEMENTARY, GATED = range(1, 5)
MODES = tuple(Rounding)
AWAY, TO_ZERO = MODES.index(Rounding.NEAREST_AWAY), MODES.index(Rounding.TOWARD_ZERO)
NEAREST_EVEN, NEAREST_UP, UP = (MODES.index(m) for m in (Rounding.NEAREST_EVEN, Rounding.NEAREST_UP, Rounding.UP))
DOWN = MODES.index(Rounding.DOWN)

MULTIPLIER, MULTIPLIER_SUM = 16, 32  # bits of iCE40's multiplier: of each factor, and of its adder


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
