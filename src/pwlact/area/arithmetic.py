"""Features of fixed-point arithmetic: product, sum, rounding and saturation; compiled."""

from __future__ import annotations

from pwlact._jit import routine
from pwlact._types import Array
from pwlact.area.columns import (
    CLIP,
    PRODUCT,
    PRODUCT_SIDES,
    PRODUCT_SMALL,
    PRODUCT_SPLIT,
    REFLECTION,
    ROUNDING,
    SHIFT_ABSENT,
    SHIFT_NEGATED,
    SHIFT_PAIRS,
    SHIFT_SUMS,
    SHIFT_TERMS,
    SUM,
    SUM_ALONE,
    TIE,
)
from pwlact.area.shifts import Terms
from pwlact.area.spec import AWAY, DOWN, EVEN, GATED, NEAREST_EVEN, TO_ZERO, KernelSpec
from pwlact.area.tables import bit_length
from pwlact.area.widths import Widths

FACTOR_BITS = 16  # of iCE40's multiplier
SMALL_PRODUCT = 11  # bits; Yosys takes no multiplier for fewer


@routine
def count_terms(widths: Widths, terms: Terms, found: Array) -> None:
    """Add the shifters and adders in place of a multiplier to the features (features,) of a unit."""
    width = widths.product_width
    for k in range(terms.there.shape[0]):
        if terms.there[k].any():
            found[SHIFT_PAIRS] += width * ((bit_length(terms.shifts[k].max()) + 1) // 2)
            found[SHIFT_TERMS] += width
            found[SHIFT_SUMS] += width * (k > 0)
            found[SHIFT_NEGATED] += width * terms.negative[k].any()
            found[SHIFT_ABSENT] += width * (not terms.there[k].all())


@routine
def count_arithmetic(spec: KernelSpec, widths: Widths, found: Array) -> None:
    """Add product, sum, rounding and saturation to the features (features,) of a unit."""
    small = False
    if widths.product_width and not spec.shift_terms:
        small = _count_product(spec, widths, found)
    total, kept = widths.total_width, widths.total_width - spec.output_shift
    alone = spec.shift_terms > 0 or spec.dropped > 0 or widths.product_shift > 0 or total > widths.product_width
    if widths.product_width and widths.shared < total:
        found[SUM] = total - max(widths.shared, widths.product_shift)
        found[SUM_ALONE] = found[SUM] * (alone or small or widths.slope_width > FACTOR_BITS)
    if spec.dropped and widths.product_width and spec.mode != DOWN:
        found[ROUNDING] += widths.rounded_width
    if spec.output_shift > 0 and widths.mode in (AWAY, TO_ZERO, NEAREST_EVEN):
        found[ROUNDING] += kept * (widths.mode != NEAREST_EVEN)
        found[TIE] = spec.output_shift
    if widths.low or widths.high:
        found[CLIP] = kept
    if spec.dropped and spec.mirrored and spec.symmetry != EVEN:
        found[REFLECTION] = spec.input_bits if spec.symmetry == GATED else widths.rounded_width


@routine
def _count_product(spec: KernelSpec, widths: Widths, found: Array) -> bool:
    """Count the multiplier; return whether the product is too small for one."""
    x_width = min(spec.input_bits, widths.product_width)
    cells = 0
    for bit in range(widths.slope_width):
        cells += max(min(x_width, widths.product_width - bit), 0)
    small = widths.product_width < SMALL_PRODUCT or widths.slope_width < 2
    if small:
        found[PRODUCT_SMALL] = cells * (widths.slope_width > 1)  # one bit's product is made in the adder's LUTs
    else:
        found[PRODUCT], found[PRODUCT_SIDES] = cells, widths.slope_width + x_width
        found[PRODUCT_SPLIT] = x_width * (widths.slope_width > FACTOR_BITS)
    return small
