"""Verilog of floating-point slope * x + intercept: two combinational modules of one format.

A pipeline register may stand between the two. Subnormals are numbers like any other. NaNs become the format's own; a
slope of zero is flat at infinity too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pwlact.errors import FormatError
from pwlact.formats import FloatFormat, Overflow, Rounding
from pwlact.rtl.floats.add import add_exact, add_rounded
from pwlact.rtl.floats.multiply import exact_width, multiply_exactly, multiply_rounded

Arithmetic = Literal["fused", "separate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatModules:
    """Verilog text of two modules, and what it takes to instantiate them.

    Attributes
    ----------
    text : str
        Both modules, Verilog-2005.
    multiply, add : str
        Their names: (slope, x, product) and (product, intercept, y).
    product_width : int
        Bits of the product between them.
    """

    text: str
    multiply: str
    add: str
    product_width: int


def float_modules(
    format_: FloatFormat, rounding: Rounding, overflow: Overflow, arithmetic: Arithmetic, prefix: str
) -> FloatModules:
    """Return the modules `{prefix}_multiply` and `{prefix}_add`.

    Parameters
    ----------
    format_ : FloatFormat
        Of slope, x, intercept and y.
    rounding, overflow : Rounding, Overflow
        How a number between two codes, or beyond the largest, becomes a code. Saturation is for finite operands: an
        infinite one still gives infinity.
    arithmetic : {"fused", "separate"}
        One rounding, of the exact slope * x + intercept; or one of the product and one of the sum.
    prefix : str
        Start of the modules' names.

    Raises
    ------
    FormatError
        If overflow is to wrap, or the arithmetic is unknown.
    """
    if overflow is Overflow.WRAP:
        raise FormatError(f"{format_.name} does not wrap, got overflow 'wrap'; choose saturate or infinite")
    multiply, add = f"{prefix}_multiply", f"{prefix}_add"
    match arithmetic:
        case "fused":
            width = exact_width(format_)
            texts = [multiply_exactly(multiply, format_), add_exact(add, format_, rounding, overflow)]
        case "separate":
            width = format_.bits
            texts = [
                multiply_rounded(multiply, format_, rounding, overflow),
                add_rounded(add, format_, rounding, overflow),
            ]
        case _:
            raise FormatError(f"arithmetic is 'fused' or 'separate', got {arithmetic!r}; choose one of the two")
    return FloatModules(text="\n".join(texts), multiply=multiply, add=add, product_width=width)
