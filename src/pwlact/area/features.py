"""The hardware that a unit's codes need, counted as its Verilog is built; compiled, for many units at once."""

from __future__ import annotations

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array, Codes
from pwlact.area.arithmetic import count_arithmetic, count_terms
from pwlact.area.columns import (
    ADDRESS_LUTS,
    ADDRESS_MUXES,
    ADDRESS_THRESHOLDS,
    FEATURES,
    FLOAT,
    FLOAT_SIGNIFICAND,
    FLOAT_SQUARE,
    FUSED_SIGNIFICAND,
    FUSED_SQUARE,
    ORDER_KEY,
    TABLE_DIRECT,
    TABLE_LUTS,
    TABLE_MUXES,
    THRESHOLD_CELLS,
    THRESHOLDS_DIRECT,
    THRESHOLDS_LONG,
    THRESHOLDS_SHORT,
    UNIT,
)
from pwlact.area.comparators import address_nodes, comparator_bits
from pwlact.area.lines import lines_of, piece_bits
from pwlact.area.shifts import Terms, terms_of_slopes
from pwlact.area.spec import KernelSpec
from pwlact.area.tables import LUT_BITS, bit_length, fill_columns, table_nodes
from pwlact.area.widths import Widths, widths_of

SHORT_BITS = 5  # of comparators that synthesis merges with the logic behind them
TERM_COLUMNS = 8  # most columns of a term: its shift, and two flags


@kernel
def count_features(spec: KernelSpec, thresholds: Codes, slopes: Codes, intercepts: Codes) -> Array:
    """Return the features, shape (n, features), of n units, by column as in `FEATURES`.

    Parameters
    ----------
    spec : KernelSpec
        Spec of all units.
    thresholds, slopes, intercepts : ndarray of int64, shapes (n, P - 1), (n, P), (n, P)
        Codes of the units; slopes and intercepts (n, 2 P) where floats have reflected lines, those behind.
    """
    found = np.zeros((thresholds.shape[0], len(FEATURES)))
    for i in range(thresholds.shape[0]):
        _count(spec, thresholds[i], slopes[i], intercepts[i], found[i])
    return found


@routine
def _count(spec: KernelSpec, thresholds: Codes, slopes: Codes, intercepts: Codes, found: Array) -> None:
    first, last = 0, 0
    for threshold in thresholds:
        first += threshold <= spec.low
        last += threshold <= spec.high
    direct = _count_thresholds(spec, thresholds[first:last], found)
    if spec.fixed:
        widths = widths_of(spec, lines_of(spec, thresholds, slopes, intercepts, first, last))
        terms = terms_of_slopes(widths.slopes, spec.shift_terms, widths.product_width)
        found[UNIT] = 1.0
        _count_tables(widths, terms, found)
        if spec.shift_terms:
            count_terms(widths, terms, found)
        count_arithmetic(spec, widths, found)
    else:
        _count_float(spec, slopes, intercepts, first, last, found)
    if direct:
        found[TABLE_DIRECT], found[TABLE_LUTS] = found[TABLE_LUTS], 0.0


@routine
def _count_thresholds(spec: KernelSpec, thresholds: Codes, found: Array) -> bool:
    """Count the logic that finds the piece; return whether a LUT holds all its bits, so that the tables take them."""
    longest, short, chains, cells = comparator_bits(thresholds, spec.order_key_bits, SHORT_BITS)
    address_bits = spec.order_key_bits - spec.address_shift
    direct = longest <= LUT_BITS or (spec.addressed and address_bits <= LUT_BITS)
    if spec.addressed and not direct:
        found[ADDRESS_THRESHOLDS] = thresholds.size
        luts, muxes = address_nodes((thresholds - spec.low) >> spec.address_shift, address_bits)
        found[ADDRESS_LUTS], found[ADDRESS_MUXES] = luts, muxes
    elif direct:
        found[THRESHOLDS_DIRECT] = 0 if spec.addressed else thresholds.size
    else:
        found[THRESHOLDS_SHORT], found[THRESHOLDS_LONG], found[THRESHOLD_CELLS] = short, chains, cells
    if thresholds.size and spec.fixed and spec.mirrored:
        found[ORDER_KEY] = spec.order_key_bits
    return direct


@routine
def _count_tables(widths: Widths, terms: Terms, found: Array) -> None:
    """Count the tables of intercepts, and of slopes or of their terms."""
    leaf_bits = min(LUT_BITS, widths.key_bits)
    width = max(widths.total_width - widths.shared, 0)
    columns = width + widths.slope_width + TERM_COLUMNS * terms.there.shape[0]
    leaves = np.empty((columns, widths.slopes.size >> leaf_bits), dtype=np.int64)
    at = fill_columns(widths.addends >> widths.shared, width, 0, leaf_bits, leaves)
    if not terms.there.shape[0]:
        at = fill_columns(widths.slopes, widths.slope_width, at, leaf_bits, leaves)
    for k in range(terms.there.shape[0]):
        at = fill_columns(terms.shifts[k], bit_length(terms.shifts[k].max()), at, leaf_bits, leaves)
        flags = terms.negative[k] + 2 * terms.there[k]
        at = fill_columns(flags, 2, at, leaf_bits, leaves)
    found[TABLE_LUTS], found[TABLE_MUXES] = table_nodes(leaves[:at], leaf_bits)


@routine
def _count_float(spec: KernelSpec, slopes: Codes, intercepts: Codes, first: int, last: int, found: Array) -> None:
    """Count the tables of floats, and their arithmetic, which depends on the format alone.

    Where lines are reflected, the codes for x < 0 stand behind the others.
    """
    pieces = slopes.size // spec.sides
    key_bits = piece_bits(last + 1 - first) + spec.sides - 1
    leaf_bits = min(LUT_BITS, key_bits)
    leaves = np.empty((2 * spec.input_bits, 1 << (key_bits - leaf_bits)), dtype=np.int64)
    at = 0
    for codes in (slopes, intercepts):
        cells = np.empty(1 << key_bits, dtype=np.int64)
        half = cells.size // spec.sides
        for side in range(spec.sides):
            cells[side * half : (side + 1) * half] = codes[side * pieces + last]
            cells[side * half : side * half + last + 1 - first] = codes[
                side * pieces + first : side * pieces + last + 1
            ]
        at = fill_columns(cells, spec.input_bits, at, leaf_bits, leaves)
    found[TABLE_LUTS], found[TABLE_MUXES] = table_nodes(leaves[:at], leaf_bits)
    size = spec.mantissa + 1.0
    found[FLOAT], found[FLOAT_SIGNIFICAND], found[FLOAT_SQUARE] = 1.0, size, size * size
    if spec.fused:
        found[FUSED_SIGNIFICAND], found[FUSED_SQUARE] = size, size * size
