"""Widths of a fixed-point unit, from the ranges of its products and sums over every input.

`area/widths.py` computes the same widths in compiled code, for many units at once. The test
`tests/area/test_widths.py::test_widths_are_those_of_the_verilog` holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from pwlact.datapath import fraction
from pwlact.formats import FixedPoint, Overflow, Rounding, round_shift
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.lines import KeyLine, Scale, fixed_lines
from pwlact.rtl.pieces import Key, Layout
from pwlact.rtl.text import Range

BY_SIGN = {Rounding.NEAREST_AWAY: Rounding.NEAREST_UP, Rounding.TOWARD_ZERO: Rounding.DOWN}
"""Roundings that depend on the sign, and what equals them for numbers that are not negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """Integers and widths of a fixed-point unit.

    Parameters
    ----------
    scale : Scale
        Positions of the binary points.
    lines : dict of Key to KeyLine
        The line of each key.
    mode : Rounding
        Rounding of the sum; one that depends on the sign only where sums have both signs.
    addends : dict of Key to int
        Intercepts, including the constant that makes dropping bits round.
    shared : int
        Number of lowest bits that are the same in all addends.
    total, product, rounded, outputs : Range
        Ranges of the sum, of the product, of the rounded product, and of the rounded sum.
    low, high : bool
        Whether the unit saturates at its lowest and at its highest output.
    total_width : int
        Bits of the sum, enough for all outputs.
    product_width, add_x_width : int
        Bits of the product, and of x where it is added to the sum; 0 where there is none.
    """

    scale: Scale
    lines: dict[Key, KeyLine]
    mode: Rounding
    addends: dict[Key, int]
    shared: int
    total: Range
    product: Range
    rounded: Range
    outputs: Range
    low: bool
    high: bool
    total_width: int
    product_width: int
    add_x_width: int


def widths_of(design: Design, layout: Layout) -> Widths:
    """Return the integers and widths of a design in fixed point."""
    output = design.spec.output
    assert isinstance(output, FixedPoint)
    scale, lines = fixed_lines(design, layout)
    total, product, rounded = (reduce(or_, ranges) for ranges in zip(*map(_ranges, lines.values()), strict=True))
    mode = by_sign(design.spec.rounding, total)
    bias = folded_bias(mode, scale.shift)
    outputs = Range(*(round_shift(end, scale.shift, mode) for end in (total.low, total.high)))
    saturates = design.spec.overflow is Overflow.SATURATE
    low, high = saturates and outputs.low < output.lowest, saturates and outputs.high > output.highest
    total += Range(bias, bias)
    all_count = low or high or (mode in BY_SIGN and scale.shift > 0)
    total_width = max(_total_width(total, max(output.bits + scale.shift, 1), all_count), scale.shift + 1)
    product_width = _product_width(scale, product, total_width)
    addends = {key: _addend(line, scale, bias, product_width) for key, line in lines.items()}
    return Widths(
        scale=scale,
        lines=lines,
        mode=mode,
        addends=addends,
        shared=_shared_bits(list(addends.values()), total_width),
        total=total,
        product=product,
        rounded=rounded,
        outputs=outputs,
        low=low,
        high=high,
        total_width=total_width,
        product_width=product_width,
        add_x_width=_add_x_width(design, scale, lines, total_width),
    )


def _ranges(line: KeyLine) -> tuple[Range, Range, Range]:
    return line.total, line.product, line.rounded


def _total_width(total: Range, enough: int, all_count: bool) -> int:
    """Return the bits of the sum: those of its range if all count, else at most `enough`."""
    return total.width if all_count else min(total.width, enough)


def by_sign(rounding: Rounding, values: Range) -> Rounding:
    """Return a rounding that gives the same for these values, and ignores the sign if none is negative."""
    return rounding if values.signed else BY_SIGN.get(rounding, rounding)


def folded_bias(mode: Rounding, shift: int) -> int:
    """Return the constant that is added before `shift` bits are dropped; 0 where the rounding has none.

    The constant is half a step for nearest_up and nearest_even, the latter of which then clears the last bit of a tie,
    and all ones for up.
    """
    if shift > 0 and mode in (Rounding.NEAREST_UP, Rounding.NEAREST_EVEN):
        return 1 << (shift - 1)
    return (1 << shift) - 1 if shift > 0 and mode is Rounding.UP else 0


def _product_width(scale: Scale, product: Range, total_width: int) -> int:
    if product == Range(0, 0) or total_width <= scale.product_shift:
        return 0
    if scale.dropped:
        return max(product.width, scale.dropped + 1)
    return min(product.width, total_width - scale.product_shift)


def _addend(line: KeyLine, scale: Scale, bias: int, product_width: int) -> int:
    """Return the intercept with the bias, and with the one that completes the negative of an inverted product."""
    return line.intercept + bias + ((line.negate << scale.product_shift) if product_width else 0)


def _add_x_width(design: Design, scale: Scale, lines: dict[Key, KeyLine], total_width: int) -> int:
    if not any(line.add_x for line in lines.values()):
        return 0
    return max(min(design.spec.input.bits, total_width - scale.sum + fraction(design.spec.input)), 0)


def _shared_bits(values: list[int], max_bits: int) -> int:
    """Return the number of lowest bits that are the same in all values, `max_bits` at most."""
    differ = reduce(or_, (value ^ values[0] for value in values))
    return min((differ & -differ).bit_length() - 1, max_bits) if differ else max_bits
