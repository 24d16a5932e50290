"""What a unit's codes ask of hardware, counted as its Verilog is built; compiled, for many units at once."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pwlact.datapath.area_lines import WORD, Lines, lines_of, piece_bits
from pwlact.datapath.area_shape import AWAY, DOWN, EVEN, GATED, NEAREST_EVEN, TO_ZERO, Shape
from pwlact.datapath.area_tables import LUT_BITS, bit_length, fill_columns, table_nodes, trailing_zeros

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

(
    UNIT, CUTS, CUT_BITS, ADDRESS_CUTS, ADDRESS_CUT_BITS, PLACE, TABLE_LUTS, TABLE_MUXES, PRODUCT, PRODUCT_SIDES,
    PRODUCT_SPLIT, SUM, SUM_ALONE, ROUNDING, TIE, CLIP, REFLECTION, SHIFT_BITS, SHIFT_SUMS, FLOAT, FLOAT_MANTISSA,
    FLOAT_SQUARE, FUSED_MANTISSA, FUSED_SQUARE,
) = range(len(FEATURES))

MULTIPLIER, MULTIPLIER_SUM = 16, 32  # bits of iCE40's multiplier: of each factor, and of its adder


@njit(cache=True)
def count_features(shape: Shape, cuts: Codes, slopes: Codes, intercepts: Codes) -> Array:
    """Return the features, (n, features), of n units.

    Parameters
    ----------
    shape : Shape
        The spec of all.
    cuts, slopes, intercepts : ndarray of int64, shapes (n, P - 1), (n, P), (n, P)
        Their codes.
    """
    found = np.zeros((cuts.shape[0], len(FEATURES)))
    for i in range(cuts.shape[0]):
        _count(shape, cuts[i], slopes[i], intercepts[i], found[i])
    return found


@njit(cache=True)
def _count(shape: Shape, cuts: Codes, slopes: Codes, intercepts: Codes, found: Array) -> None:
    first, last = 0, 0
    for cut in cuts:
        first += cut <= shape.low
        last += cut <= shape.high
    _count_cuts(shape, cuts[first:last], found)
    if shape.fixed:
        lines = lines_of(shape, cuts, slopes, intercepts, first, last)
        found[UNIT] = 1.0
        _count_tables(shape, lines, found)
        _count_product(shape, lines, found)
        _count_sum(shape, lines, found)
    else:
        _count_float(shape, slopes[first : last + 1], intercepts[first : last + 1], found)


@njit(cache=True)
def _count_cuts(shape: Shape, cuts: Codes, found: Array) -> None:
    """Count what finds the piece."""
    for cut in cuts:
        bits = shape.place_bits - trailing_zeros(cut, shape.place_bits)
        if shape.addressed:
            found[ADDRESS_CUTS] += 1.0
            found[ADDRESS_CUT_BITS] += bits
        else:
            found[CUTS] += 1.0
            found[CUT_BITS] += bits
    if cuts.size and shape.fixed and shape.mirrored:
        found[PLACE] = shape.place_bits - shape.grain


@njit(cache=True)
def _count_tables(shape: Shape, lines: Lines, found: Array) -> None:
    leaf_bits = min(LUT_BITS, lines.key_bits)
    addend_width = max(lines.total_width - lines.shared, 0)
    terms = _terms(shape, lines) if shape.shift_terms else lines.slopes[:0].reshape((0, 1))
    widths = 0
    leaves = np.empty((256, lines.slopes.size >> leaf_bits), dtype=np.int64)
    at = fill_columns(lines.addends >> lines.shared, addend_width, 0, leaf_bits, leaves)
    if not shape.shift_terms:
        at = fill_columns(lines.slopes, lines.slope_width, at, leaf_bits, leaves)
    for k in range(terms.shape[0]):
        at = fill_columns(terms[k], bit_length(terms[k].max()), at, leaf_bits, leaves)
    luts, muxes = table_nodes(leaves[:at], leaf_bits)
    found[TABLE_LUTS], found[TABLE_MUXES] = luts, muxes


@njit(cache=True)
def _terms(shape: Shape, lines: Lines) -> Codes:
    """Return the columns of shifted terms, (3 terms, keys): how far, whether negative, whether absent."""
    columns = np.zeros((3 * shape.shift_terms, lines.slopes.size), dtype=np.int64)
    for key in range(lines.slopes.size):
        rest, term = lines.slopes[key], 0
        digits = _digits(rest)
        for k in range(shape.shift_terms):
            columns[3 * k + 2, key] = 1
        for place in range(WORD - 1, -1, -1):
            digit = digits[place]
            if digit and term < shape.shift_terms:
                columns[3 * term, key] = place
                columns[3 * term + 1, key] = digit < 0
                columns[3 * term + 2, key] = 0
                term += 1
    for k in range(shape.shift_terms):
        least = WORD
        for key in range(lines.slopes.size):
            if not columns[3 * k + 2, key]:
                least = min(least, columns[3 * k, key])
        for key in range(lines.slopes.size):
            columns[3 * k, key] = 0 if columns[3 * k + 2, key] else columns[3 * k, key] - least
    return columns


@njit(cache=True)
def _digits(code: int) -> Codes:
    """Return a number's non-adjacent form, the lowest digit first."""
    digits = np.zeros(WORD, dtype=np.int64)
    place = 0
    while code:
        if code & 1:
            digits[place] = 2 - (code & 3)
            code -= digits[place]
        code >>= 1
        place += 1
    return digits


@njit(cache=True)
def _count_product(shape: Shape, lines: Lines, found: Array) -> None:
    x_width = min(shape.input_bits, lines.product_width)
    if shape.shift_terms:
        terms = _terms(shape, lines)
        for k in range(shape.shift_terms):
            if terms[3 * k + 2].min():
                continue  # no slope has so many
            found[SHIFT_BITS] += lines.product_width * bit_length(terms[3 * k].max())
            found[SHIFT_SUMS] += lines.product_width
    elif lines.product_width:
        found[PRODUCT] = lines.slope_width * x_width
        found[PRODUCT_SIDES] = lines.slope_width + x_width
        if lines.slope_width > MULTIPLIER:
            found[PRODUCT_SPLIT] = x_width


@njit(cache=True)
def _count_sum(shape: Shape, lines: Lines, found: Array) -> None:
    total = lines.total_width
    if lines.product_width and lines.shared < total:
        found[SUM] = total - max(lines.shared, lines.lift)
        if lines.slope_width > MULTIPLIER or total - lines.lift > MULTIPLIER_SUM or shape.shift_terms or shape.dropped:
            found[SUM_ALONE] = found[SUM]
    if shape.dropped and lines.product_width and shape.mode != DOWN:
        found[ROUNDING] += lines.rounded_width
    if shape.output_shift > 0:
        if lines.mode in (AWAY, TO_ZERO):
            found[ROUNDING] += total - shape.output_shift
        if lines.mode in (AWAY, TO_ZERO, NEAREST_EVEN):
            found[TIE] = shape.output_shift
    if lines.low or lines.high:
        found[CLIP] = total - shape.output_shift
    if shape.dropped and shape.mirrored and shape.symmetry != EVEN:
        found[REFLECTION] = shape.input_bits if shape.symmetry == GATED else lines.rounded_width


@njit(cache=True)
def _count_float(shape: Shape, slopes: Codes, intercepts: Codes, found: Array) -> None:
    key_bits = piece_bits(slopes.size)
    leaf_bits = min(LUT_BITS, key_bits)
    leaves = np.empty((2 * shape.input_bits, 1 << (key_bits - leaf_bits)), dtype=np.int64)
    at = fill_columns(_repeated(slopes, key_bits), shape.input_bits, 0, leaf_bits, leaves)
    at = fill_columns(_repeated(intercepts, key_bits), shape.input_bits, at, leaf_bits, leaves)
    found[TABLE_LUTS], found[TABLE_MUXES] = table_nodes(leaves[:at], leaf_bits)
    size = shape.mantissa + 1.0
    found[FLOAT], found[FLOAT_MANTISSA], found[FLOAT_SQUARE] = 1.0, size, size * size
    if shape.fused:
        found[FUSED_MANTISSA], found[FUSED_SQUARE] = size, size * size


@njit(cache=True)
def _repeated(codes: Codes, key_bits: int) -> Codes:
    """Return codes by key, the last one for keys that no piece has."""
    cells = np.full(1 << key_bits, codes[-1])
    cells[: codes.size] = codes
    return cells
