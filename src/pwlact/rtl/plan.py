"""Widths of a fixed-point unit, from what its codes can make of every input."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from pwlact.formats import FixedPoint, Overflow, Rounding, round_shift
from pwlact.rtl.design import Design
from pwlact.rtl.lines import Line, Scale, fixed_lines
from pwlact.rtl.pieces import Key, Layout
from pwlact.rtl.text import Range

BY_SIGN = {Rounding.NEAREST_AWAY: Rounding.NEAREST_UP, Rounding.TOWARD_ZERO: Rounding.DOWN}  # for what is not negative


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Numbers and widths of a fixed-point unit.

    Parameters
    ----------
    scale : Scale
        Binary points.
    lines : dict
        What is done with the inputs of each key.
    mode : Rounding
        The sum's; one that goes by the sign only where sums have both.
    bias : int
        What the intercepts hold in advance, so that dropping bits rounds the sum.
    total, product : Range
        Of the sum with the bias, of the product.
    outputs : Range
        Of the rounded sum.
    low, high : bool
        Whether it is clipped there.
    total_width : int
        Bits of the sum; with no more than these all outputs are right.
    product_width : int
        Bits of the product; 0 where it does not count.
    """

    scale: Scale
    lines: dict[Key, Line]
    mode: Rounding
    bias: int
    total: Range
    product: Range
    outputs: Range
    low: bool
    high: bool
    total_width: int
    product_width: int


def plan_of(design: Design, laid: Layout) -> Plan:
    """Return the numbers and widths of a design in fixed point."""
    output = design.spec.output
    assert isinstance(output, FixedPoint)
    scale, lines = fixed_lines(design, laid)
    total = reduce(or_, (line.total for line in lines.values()))
    mode = by_sign(design.spec.rounding, total)
    bias = folded_bias(mode, scale.shift)
    outputs = Range(*(round_shift(end, scale.shift, mode) for end in (total.low, total.high)))
    saturates = design.spec.overflow is Overflow.SATURATE
    low, high = saturates and outputs.low < output.lowest, saturates and outputs.high > output.highest
    total += Range(bias, bias)
    width = total.width
    if not (low or high or (mode in BY_SIGN and scale.shift > 0)):
        width = min(width, max(output.bits + scale.shift, 1))
    width = max(width, scale.shift + 1)
    product = reduce(or_, (line.product for line in lines.values()))
    return Plan(
        scale=scale,
        lines=lines,
        mode=mode,
        bias=bias,
        total=total,
        product=product,
        outputs=outputs,
        low=low,
        high=high,
        total_width=width,
        product_width=_product_width(scale, product, width),
    )


def by_sign(rounding: Rounding, values: Range) -> Rounding:
    """Return the rounding that does the same to these values, without their sign if they have but one."""
    return rounding if values.signed else BY_SIGN.get(rounding, rounding)


def folded_bias(mode: Rounding, shift: int) -> int:
    """Return what is added before `shift` bits are dropped, where it is the same for all sums.

    Half a step for the nearest, of which nearest_even then clears the last bit where it was a tie.
    """
    if shift > 0 and mode in (Rounding.NEAREST_UP, Rounding.NEAREST_EVEN):
        return 1 << (shift - 1)
    return (1 << shift) - 1 if shift > 0 and mode is Rounding.UP else 0


def _product_width(scale: Scale, product: Range, total_width: int) -> int:
    if product == Range(0, 0):
        return 0
    if scale.dropped:
        return max(product.width, scale.dropped + 1)
    return max(min(product.width, total_width - scale.lift), 0)
