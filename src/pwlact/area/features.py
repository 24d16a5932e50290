"""What a unit's codes ask of hardware, counted as its Verilog is built; compiled, for many units at once."""

from __future__ import annotations

import numpy as np
from numba import njit

from pwlact._types import Array, Codes
from pwlact.area.comparators import address_nodes, comparator_bits
from pwlact.area.shifts import Terms, terms_of_slopes
from pwlact.area.spec import AWAY, DOWN, EVEN, GATED, NEAREST_EVEN, TO_ZERO, Shape
from pwlact.area.tables import LUT_BITS, bit_length, fill_columns, table_nodes
from pwlact.area.widths import Lines, lines_of, piece_bits

FEATURES = (
    "unit",  # one, in fixed point
    "cuts_direct",  # comparators that together depend on as few bits as a LUT has
    "cuts_short",  # other comparators of few bits
    "cuts_long",  # other comparators
    "cut_cells",  # of their carry chains
    "address_cuts",  # where leading bits are looked up
    "address_luts",
    "address_muxes",
    "place",  # bits of |x|, where it is compared
    "table_luts",  # functions of four bits of the piece's number, each once
    "table_muxes",  # what chooses among them
    "table_direct",  # the first, where all cuts together depend on as few bits as a LUT has
    "product",  # bits of one factor times bits of the other, as far as the product goes
    "product_sides",  # bits of both factors
    "product_split",  # bits of x, where the slope has more than a multiplier takes
    "product_small",  # as `product`, where no multiplier is taken
    "sum",  # bits that an adder makes
    "sum_alone",  # the same where no multiplier's own adder does it
    "rounding",  # bits of adders that round
    "tie",  # bits that tell whether a sum is midway
    "clip",  # bits that saturate
    "reflection",  # bits that change the sign of a rounded product, or add x
    "shift_pairs",  # bits of a term, for each two bits of how far it is shifted
    "shift_terms",  # bits of all terms
    "shift_sums",  # bits of the adders between terms
    "shift_negated",  # bits of terms that some slopes subtract
    "shift_absent",  # bits of terms that some slopes do not have
    "float",  # one, in floats
    "float_significand",
    "float_square",
    "fused_significand",
    "fused_square",
)
"""What is counted, by column."""
# fmt: off
(
    UNIT, CUTS_DIRECT, CUTS_SHORT, CUTS_LONG, CUT_CELLS, ADDRESS_CUTS, ADDRESS_LUTS, ADDRESS_MUXES, PLACE, TABLE_LUTS,
    TABLE_MUXES, TABLE_DIRECT, PRODUCT, PRODUCT_SIDES, PRODUCT_SPLIT, PRODUCT_SMALL, SUM, SUM_ALONE, ROUNDING, TIE,
    CLIP, REFLECTION, SHIFT_PAIRS, SHIFT_TERMS, SHIFT_SUMS, SHIFT_NEGATED, SHIFT_ABSENT, FLOAT, FLOAT_SIGNIFICAND,
    FLOAT_SQUARE, FUSED_SIGNIFICAND, FUSED_SQUARE,
) = range(len(FEATURES))
# fmt: on

SHORT_BITS = 5  # of comparators that synthesis merges with what follows
FACTOR_BITS = 16  # of iCE40's multiplier
SMALL_PRODUCT = 11  # bits; Yosys takes no multiplier for fewer
TERM_COLUMNS = 8  # how far, at most, and two flags


@njit(cache=True)
def count_features(shape: Shape, thresholds: Codes, slopes: Codes, intercepts: Codes) -> Array:
    """Return the features, shape (n, features), of n units.

    Parameters
    ----------
    shape : Shape
        The spec of all.
    cuts, slopes, intercepts : ndarray of int64, shapes (n, P - 1), (n, P), (n, P)
        Their codes.
    """
    found = np.zeros((thresholds.shape[0], len(FEATURES)))
    for i in range(thresholds.shape[0]):
        _count(shape, thresholds[i], slopes[i], intercepts[i], found[i])
    return found


@njit(cache=True)
def _count(shape: Shape, thresholds: Codes, slopes: Codes, intercepts: Codes, found: Array) -> None:
    first, last = 0, 0
    for cut in thresholds:
        first += cut <= shape.low
        last += cut <= shape.high
    direct = _count_cuts(shape, thresholds[first:last], found)
    if shape.fixed:
        lines = lines_of(shape, thresholds, slopes, intercepts, first, last)
        terms = terms_of_slopes(lines.slopes, shape.shift_terms, lines.product_width)
        found[UNIT] = 1.0
        _count_tables(lines, terms, found)
        if shape.shift_terms:
            _count_terms(lines, terms, found)
        _count_arithmetic(shape, lines, found)
    else:
        _count_float(shape, slopes[first : last + 1], intercepts[first : last + 1], found)
    if direct:
        found[TABLE_DIRECT], found[TABLE_LUTS] = found[TABLE_LUTS], 0.0


@njit(cache=True)
def _count_cuts(shape: Shape, thresholds: Codes, found: Array) -> bool:
    """Count what finds the piece; return whether so few bits do that they enter the tables themselves."""
    longest, short, chains, cells = comparator_bits(thresholds, shape.order_key_bits, SHORT_BITS)
    direct = longest <= LUT_BITS or (shape.addressed and shape.order_key_bits - shape.address_shift <= LUT_BITS)
    if shape.addressed and not direct:
        found[ADDRESS_CUTS] = thresholds.size
        luts, muxes = address_nodes(
            (thresholds - shape.low) >> shape.address_shift, shape.order_key_bits - shape.address_shift
        )
        found[ADDRESS_LUTS], found[ADDRESS_MUXES] = luts, muxes
    elif direct:
        found[CUTS_DIRECT] = 0 if shape.addressed else thresholds.size
    else:
        found[CUTS_SHORT], found[CUTS_LONG], found[CUT_CELLS] = short, chains, cells
    if thresholds.size and shape.fixed and shape.mirrored:
        found[PLACE] = shape.order_key_bits
    return direct


@njit(cache=True)
def _count_tables(lines: Lines, terms: Terms, found: Array) -> None:
    """Count the tables of intercepts, and of slopes or of their terms."""
    leaf_bits = min(LUT_BITS, lines.key_bits)
    width = max(lines.total_width - lines.shared, 0)
    most = width + lines.slope_width + TERM_COLUMNS * terms.there.shape[0]
    leaves = np.empty((most, lines.slopes.size >> leaf_bits), dtype=np.int64)
    at = fill_columns(lines.addends >> lines.shared, width, 0, leaf_bits, leaves)
    if not terms.there.shape[0]:
        at = fill_columns(lines.slopes, lines.slope_width, at, leaf_bits, leaves)
    for k in range(terms.there.shape[0]):
        at = fill_columns(terms.shifts[k], bit_length(terms.shifts[k].max()), at, leaf_bits, leaves)
        flags = terms.negative[k] + 2 * terms.there[k]
        at = fill_columns(flags, 2, at, leaf_bits, leaves)
    found[TABLE_LUTS], found[TABLE_MUXES] = table_nodes(leaves[:at], leaf_bits)


@njit(cache=True)
def _count_terms(lines: Lines, terms: Terms, found: Array) -> None:
    """Count shifters and adders in place of a multiplier."""
    width = lines.product_width
    for k in range(terms.there.shape[0]):
        if terms.there[k].any():
            found[SHIFT_PAIRS] += width * ((bit_length(terms.shifts[k].max()) + 1) // 2)
            found[SHIFT_TERMS] += width
            found[SHIFT_SUMS] += width * (k > 0)
            found[SHIFT_NEGATED] += width * terms.negative[k].any()
            found[SHIFT_ABSENT] += width * (not terms.there[k].all())


@njit(cache=True)
def _count_arithmetic(shape: Shape, lines: Lines, found: Array) -> None:
    """Count product, sum, rounding and what keeps the result in its format."""
    total, kept = lines.total_width, lines.total_width - shape.output_shift
    alone = shape.shift_terms > 0 or shape.dropped > 0 or lines.lift > 0 or total > lines.product_width
    small = False
    if lines.product_width and not shape.shift_terms:
        x_width = min(shape.input_bits, lines.product_width)
        cells = 0
        for bit in range(lines.slope_width):
            cells += max(min(x_width, lines.product_width - bit), 0)
        small = lines.product_width < SMALL_PRODUCT or lines.slope_width < 2
        if small:
            found[PRODUCT_SMALL] = cells * (lines.slope_width > 1)  # one bit's product is made in the adder's LUTs
        else:
            found[PRODUCT], found[PRODUCT_SIDES] = cells, lines.slope_width + x_width
            found[PRODUCT_SPLIT] = x_width * (lines.slope_width > FACTOR_BITS)
    if lines.product_width and lines.shared < total:
        found[SUM] = total - max(lines.shared, lines.lift)
        found[SUM_ALONE] = found[SUM] * (alone or small or lines.slope_width > FACTOR_BITS)
    if shape.dropped and lines.product_width and shape.mode != DOWN:
        found[ROUNDING] += lines.rounded_width
    if shape.output_shift > 0 and lines.mode in (AWAY, TO_ZERO, NEAREST_EVEN):
        found[ROUNDING] += kept * (lines.mode != NEAREST_EVEN)
        found[TIE] = shape.output_shift
    if lines.low or lines.high:
        found[CLIP] = kept
    if shape.dropped and shape.mirrored and shape.symmetry != EVEN:
        found[REFLECTION] = shape.input_bits if shape.symmetry == GATED else lines.rounded_width


@njit(cache=True)
def _count_float(shape: Shape, slopes: Codes, intercepts: Codes, found: Array) -> None:
    """Count the tables of floats, and their arithmetic, which depends on the format alone."""
    key_bits = piece_bits(slopes.size)
    leaf_bits = min(LUT_BITS, key_bits)
    leaves = np.empty((2 * shape.input_bits, 1 << (key_bits - leaf_bits)), dtype=np.int64)
    at = fill_columns(_repeated(slopes, key_bits), shape.input_bits, 0, leaf_bits, leaves)
    at = fill_columns(_repeated(intercepts, key_bits), shape.input_bits, at, leaf_bits, leaves)
    found[TABLE_LUTS], found[TABLE_MUXES] = table_nodes(leaves[:at], leaf_bits)
    size = shape.mantissa + 1.0
    found[FLOAT], found[FLOAT_SIGNIFICAND], found[FLOAT_SQUARE] = 1.0, size, size * size
    if shape.fused:
        found[FUSED_SIGNIFICAND], found[FUSED_SQUARE] = size, size * size


@njit(cache=True)
def _repeated(codes: Codes, key_bits: int) -> Codes:
    """Return codes by key, the last one for keys that no piece has."""
    cells = np.full(1 << key_bits, codes[-1])
    cells[: codes.size] = codes
    return cells
