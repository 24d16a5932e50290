"""The features of the area model, and the column of each."""

from __future__ import annotations

FEATURES = (
    "unit",  # one, in fixed point
    "thresholds_direct",  # comparators that together depend on at most the bits of a LUT
    "thresholds_short",  # other comparators of few bits
    "thresholds_long",  # other comparators
    "threshold_cells",  # bits of their carry chains
    "address_thresholds",  # thresholds, where leading bits are looked up
    "address_luts",  # LUTs of that table
    "address_muxes",  # multiplexers of that table
    "order_key",  # bits of |x|, where it is compared
    "table_luts",  # functions of four bits of the piece's index, each once
    "table_muxes",  # multiplexers that choose among them
    "table_direct",  # these functions, where all thresholds together depend on at most the bits of a LUT
    "product",  # bits of one factor times bits of the other, within the product's width
    "product_sides",  # bits of both factors
    "product_split",  # bits of x, where the slope is wider than a multiplier
    "product_small",  # as `product`, where the product is too small for a multiplier
    "sum",  # bits of the adder
    "sum_alone",  # the same where it is no multiplier's own adder
    "rounding",  # bits of adders that round
    "tie",  # bits that tell whether a sum is midway
    "clip",  # bits that saturate
    "reflection",  # bits that change the sign of a rounded product, or add x
    "shift_pairs",  # bits of a term times half the bits of its shift
    "shift_terms",  # bits of all terms
    "shift_sums",  # bits of the adders between terms
    "shift_negated",  # bits of terms that some slopes subtract
    "shift_absent",  # bits of terms that some slopes lack
    "float",  # one, in floats
    "float_significand",  # bits of a significand
    "float_square",  # their square
    "fused_significand",  # bits of a significand, with fused arithmetic
    "fused_square",  # their square
)
"""Names of the features, by column."""
# fmt: off
(
    UNIT, THRESHOLDS_DIRECT, THRESHOLDS_SHORT, THRESHOLDS_LONG, THRESHOLD_CELLS, ADDRESS_THRESHOLDS, ADDRESS_LUTS,
    ADDRESS_MUXES, ORDER_KEY, TABLE_LUTS, TABLE_MUXES, TABLE_DIRECT, PRODUCT, PRODUCT_SIDES, PRODUCT_SPLIT,
    PRODUCT_SMALL, SUM, SUM_ALONE, ROUNDING, TIE, CLIP, REFLECTION, SHIFT_PAIRS, SHIFT_TERMS, SHIFT_SUMS, SHIFT_NEGATED,
    SHIFT_ABSENT, FLOAT, FLOAT_SIGNIFICAND, FLOAT_SQUARE, FUSED_SIGNIFICAND, FUSED_SQUARE,
) = range(len(FEATURES))
# fmt: on
