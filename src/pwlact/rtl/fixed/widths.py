"""Widths of a fixed-point unit, from what its codes can make of every input."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from pwlact.datapath import fraction
from pwlact.formats import FixedPoint, Overflow, Rounding, round_shift
from pwlact.rtl.design import Design
from pwlact.rtl.fixed.lines import Line, Scale, fixed_lines
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
    addends : dict
        Intercepts, with half a step and the like, so that dropping bits rounds the sum.
    shared : int
        How many of the addends' lowest bits are the same in all.
    total, product, rounded, outputs : Range
        Of the sum, of the product, of it rounded, if it is, and of the rounded sum.
    low, high : bool
        Whether it is clipped there.
    total_width : int
        Bits of the sum; with no more than these all outputs are right.
    product_width, gate_width : int
        Bits of the product, and of the input where it is added to the sum; 0 where they do not count.
    """

    scale: Scale
    lines: dict[Key, Line]
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
    gate_width: int


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
    width = _total_width(total, max(output.bits + scale.shift, 1), low or high or (mode in BY_SIGN and scale.shift > 0))
    width = max(width, scale.shift + 1)
    product = reduce(or_, (line.product for line in lines.values()))
    product_width = _product_width(scale, product, width)
    addends = {
        key: line.intercept + bias + ((line.turn << scale.lift) if product_width else 0) for key, line in lines.items()
    }
    return Plan(
        scale=scale,
        lines=lines,
        mode=mode,
        addends=addends,
        shared=_shared_bits(list(addends.values()), width),
        total=total,
        product=product,
        rounded=reduce(or_, (line.rounded for line in lines.values())),
        outputs=outputs,
        low=low,
        high=high,
        total_width=width,
        product_width=product_width,
        gate_width=_gate_width(design, scale, lines, width),
    )


def _total_width(total: Range, enough: int, all_count: bool) -> int:
    """Return the bits of the sum; without clipping, or a rounding that goes by its sign, `enough` will do."""
    return total.width if all_count else min(total.width, enough)


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
    if product == Range(0, 0) or total_width <= scale.lift:
        return 0
    if scale.dropped:
        return max(product.width, scale.dropped + 1)
    return min(product.width, total_width - scale.lift)


def _gate_width(design: Design, scale: Scale, lines: dict[Key, Line], total_width: int) -> int:
    if not any(line.gate for line in lines.values()):
        return 0
    return max(min(design.spec.input.bits, total_width - scale.sum + fraction(design.spec.input)), 0)


def _shared_bits(values: list[int], most: int) -> int:
    """Return how many of the lowest bits, `most` at most, are the same in all values."""
    differ = reduce(or_, (value ^ values[0] for value in values))
    return min((differ & -differ).bit_length() - 1, most) if differ else most
