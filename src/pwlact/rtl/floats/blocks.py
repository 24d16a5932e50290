"""The two blocks of floating-point slope * x + intercept; a pipeline register may stand between them.

Subnormals are numbers like any other. A NaN becomes the format's own NaN. A slope of zero is flat at infinity too.
"""

from __future__ import annotations

from typing import NamedTuple

from pwlact.datapath import UnitSpec
from pwlact.errors import FormatError
from pwlact.formats import FloatFormat
from pwlact.rtl.floats.add import add_exact, add_rounded
from pwlact.rtl.floats.block import Block
from pwlact.rtl.floats.multiply import multiply_exactly, multiply_rounded


class FloatBlocks(NamedTuple):
    """The blocks (slope, x) to product, and (product, intercept) to y."""

    multiply: Block
    add: Block


def float_blocks(spec: UnitSpec) -> FloatBlocks:
    """Return the blocks that compute what `datapath.floating_point.evaluate_floats` computes for a piece.

    Parameters
    ----------
    spec : UnitSpec
        In floats. With fused arithmetic the product is exact and one rounding follows the sum; with separate
        arithmetic product and sum are rounded. Saturation is for finite operands: an infinite one gives infinity.

    Raises
    ------
    FormatError
        If the spec is in fixed point.
    """
    format_ = float_format(spec)
    if spec.arithmetic == "fused":
        return FloatBlocks(multiply_exactly(format_), add_exact(format_, spec.rounding, spec.overflow))
    return FloatBlocks(
        multiply_rounded(format_, spec.rounding, spec.overflow), add_rounded(format_, spec.rounding, spec.overflow)
    )


def float_format(spec: UnitSpec) -> FloatFormat:
    """Return the one format of a unit in floats.

    Raises
    ------
    FormatError
        If the spec is in fixed point.
    """
    if isinstance(spec.input, FloatFormat):
        return spec.input
    raise FormatError(f"a float block needs a float, got {spec.input.name}; choose a format such as fp16")
