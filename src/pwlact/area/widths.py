"""Widths of a fixed-point unit, from the ranges of its products and sums over every input; compiled.

`rtl/fixed/widths.py` computes the same widths for the Verilog of one unit. The test
`tests/area/test_widths.py::test_widths_are_those_of_the_verilog` holds the two equal.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._jit import routine
from pwlact._types import Codes
from pwlact.area.lines import Lines
from pwlact.area.rounding import by_sign, folded_bias, rounded
from pwlact.area.spec import AWAY, COMPLEMENTARY, GATED, ODD, TO_ZERO, KernelSpec
from pwlact.area.tables import trailing_zeros, width_of

SLOPE, PRODUCT, ROUNDED, TOTAL = range(4)
LARGEST = np.iinfo(np.int64).max


class Widths(NamedTuple):
    """Contents of the tables and widths of the arithmetic.

    Parameters
    ----------
    key_bits : int
        Bits of a key: the index of the piece, and the sign of x where the table is mirrored.
    slopes, addends : ndarray of int64, shape (2**key_bits,)
        Factors of x, and intercepts including the constant that makes dropping bits round.
    product_shift : int
        Zeros appended to the product where it enters the sum.
    shared : int
        Number of lowest bits that are the same in all addends.
    slope_width, product_width, rounded_width, total_width : int
        Bits of the factor, of the product, of the rounded product, and of the sum.
    mode : int
        Rounding of the sum; one that depends on the sign only where sums have both signs.
    low, high : bool
        Whether the unit saturates at its lowest and at its highest output.
    """

    key_bits: int
    slopes: Codes
    addends: Codes
    product_shift: int
    shared: int
    slope_width: int
    product_width: int
    rounded_width: int
    total_width: int
    mode: int
    low: bool
    high: bool


@routine
def widths_of(spec: KernelSpec, lines: Lines) -> Widths:
    """Return the tables and widths of lines; keys that no input has repeat the last one that some input has."""
    spans = _spans(spec, lines)
    shift, product_shift = spec.output_shift, lines.product_shift
    mode = by_sign(spec.mode, spans[TOTAL, 0])
    bias = folded_bias(mode, shift)
    low = spec.saturates and rounded(spans[TOTAL, 0], shift, mode) < spec.output_low
    high = spec.saturates and rounded(spans[TOTAL, 1], shift, mode) > spec.output_high
    width = width_of(spans[TOTAL, 0] + bias, spans[TOTAL, 1] + bias)
    if not (low or high or (mode in (AWAY, TO_ZERO) and shift > 0)):
        width = min(width, max(spec.output_bits + shift, 1))
    width = max(width, shift + 1)
    product = _product_width(spec, spans, product_shift, width)
    return Widths(
        lines.index_bits + spec.mirrored,
        lines.factors,
        lines.addends,
        product_shift,
        _fill(spec, lines, bias, product > 0, width),
        min(width_of(spans[SLOPE, 0], spans[SLOPE, 1]), product),
        product,
        width_of(spans[ROUNDED, 0], spans[ROUNDED, 1]),
        width,
        mode,
        low,
        high,
    )


@routine
def _spans(spec: KernelSpec, lines: Lines) -> Codes:
    """Return the smallest and largest slope, product, rounded product and sum: rows SLOPE to TOTAL, two columns."""
    spans = np.empty((4, 2), dtype=np.int64)
    spans[:, 0], spans[:, 1] = LARGEST, -LARGEST
    for key in range(lines.factors.size):
        x_low, x_high, factor = lines.lows[key], lines.highs[key], lines.factors[key]
        if x_low > x_high:
            continue
        below = key >> lines.index_bits
        low, high = min(factor * x_low, factor * x_high), max(factor * x_low, factor * x_high)
        _widen(spans[SLOPE], factor, factor)
        _widen(spans[PRODUCT], low, high)
        low, high = rounded(low, spec.dropped, spec.mode), rounded(high, spec.dropped, spec.mode)
        if below and negates(spec):  # inverted; the addend has the one that completes the negative
            low, high = ~high, ~low
        _widen(spans[ROUNDED], low, high)
        more = lines.addends[key] + ((1 << lines.product_shift) if below and negates(spec) else 0)
        low, high = (low << lines.product_shift) + more, (high << lines.product_shift) + more
        if spec.dropped and below and spec.symmetry == GATED:
            low, high = low + (x_low << spec.x_shift), high + (x_high << spec.x_shift)
        _widen(spans[TOTAL], low, high)
    return spans


@routine
def _widen(span: Codes, low: int, high: int) -> None:
    span[0], span[1] = min(span[0], low), max(span[1], high)


@routine
def negates(spec: KernelSpec) -> bool:
    """Tell whether rounded products are subtracted left of zero."""
    return spec.dropped > 0 and (spec.symmetry == ODD or spec.symmetry == COMPLEMENTARY)


@routine
def _product_width(spec: KernelSpec, spans: Codes, product_shift: int, total_width: int) -> int:
    if not (spans[PRODUCT, 0] or spans[PRODUCT, 1]) or total_width <= product_shift:
        return 0
    width = width_of(spans[PRODUCT, 0], spans[PRODUCT, 1])
    return max(width, spec.dropped + 1) if spec.dropped else min(width, total_width - product_shift)


@routine
def _fill(spec: KernelSpec, lines: Lines, bias: int, product: bool, total_width: int) -> int:
    """Complete the addends, and the keys that no input has; return the number of lowest bits that addends share."""
    factors, addends = lines.factors, lines.addends
    filled = 0
    for key in range(factors.size):
        one = key >> lines.index_bits and product and negates(spec)
        addends[key] += bias + ((1 << lines.product_shift) if one else 0)
        filled = key if lines.lows[key] <= lines.highs[key] else filled
    differ = 0
    for key in range(factors.size):
        if lines.lows[key] > lines.highs[key]:
            factors[key], addends[key] = factors[filled], addends[filled]
        differ |= addends[key] ^ addends[filled]
    return trailing_zeros(differ, total_width)
