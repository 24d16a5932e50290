"""A hardware unit as nodes: inputs are rounded to its input format, and a table of all codes gives its outputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact.datapath import Unit, require_enumerable
from pwlact.formats import FixedPoint, FloatFormat
from pwlact.models.onnx.pieces import look_up, write_bisection, write_index
from pwlact.models.onnx.writer import Writer

MAX_SINGLE = 100  # fraction bits whose scale single precision holds


def needs_double(unit: Unit) -> bool:
    """Tell whether a unit's inputs are rounded in double precision: single holds not all scales."""
    format_ = unit.spec.input
    return isinstance(format_, FloatFormat) or abs(format_.fraction) > MAX_SINGLE


def write_unit(writer: Writer, unit: Unit, x: str, entry: type[np.floating[Any]], dtype: type[np.floating[Any]]) -> str:
    """Add the nodes of a unit, whose output is the unit's bit for bit.

    Parameters
    ----------
    writer : Writer
        Where they are added.
    unit : Unit
        The unit. Inputs are rounded to the nearest code, ties to even; beyond the largest they saturate in fixed point
        and are infinite in floats.
    x : str
        Input of one axis.
    entry, dtype : type
        Types of input and output: float32 or float64; the input's is float64 where `needs_double` says so.

    Raises
    ------
    FormatError
        If the unit's input has more than 20 bits.
    """
    format_ = unit.spec.input
    require_enumerable(format_)
    values = unit.spec.output.decode(unit(format_.codes()))
    number = _fixed(writer, format_, x, entry) if isinstance(format_, FixedPoint) else _floating(writer, format_, x)
    index = write_index(writer, number, values.size)
    return look_up(writer, np.append(np.nan, values), index, dtype)  # a NaN has index 0


def _fixed(writer: Writer, format_: FixedPoint, x: str, dtype: Any) -> str:
    """Add the nodes of 1 + the index of x's code; NaN stays one."""
    scaled = writer.node("Mul", x, writer.constant(1.0 / format_.step, dtype))
    ends = (writer.constant(format_.lowest, dtype), writer.constant(format_.highest, dtype))
    code = writer.node("Round", writer.node("Clip", scaled, *ends))
    return writer.node("Add", code, writer.constant(1 - format_.lowest, dtype))


def _floating(writer: Writer, format_: FloatFormat, x: str) -> str:
    """Add the nodes of 1 + x's code; NaN stays one.

    In the binade of field f >= 1 the code of a magnitude is its multiple of the last place, rounded, plus
    (f - 1) 2**mantissa; subnormals share the places of f = 1, and a carry moves into the next binade.
    """
    fields = np.arange(1, (1 << format_.exponent) - format_.infinities)
    places = 2.0 ** (fields - format_.bias - format_.mantissa)
    offsets = (fields - 1) << format_.mantissa
    last = writer.constant((format_.infinity - offsets[-1]) * places[-1], np.float64)
    size = writer.node("Clip", writer.node("Abs", x), "", last)
    begins = np.nextafter(2.0 ** (fields[1:] - format_.bias), 0.0)
    binade = write_bisection(writer, begins, size, np.float64)
    whole = writer.node("Round", writer.node("Mul", size, _of(writer, 1.0 / places, binade)))
    code = writer.node("Add", whole, _of(writer, offsets + 1.0, binade))
    signs = _of(writer, np.array([0.0, 2.0 ** (format_.bits - 1)]), _negative(writer, x))
    return writer.node("Add", code, signs)


def _of(writer: Writer, table: Any, index: str) -> str:
    return look_up(writer, table, index, np.float64)


def _negative(writer: Writer, x: str) -> str:
    """Add the nodes that give 1 where the sign bit of x is set, -0 included, else 0: the sign of 1 / x."""
    limits = np.finfo(np.float64)
    ends = (writer.constant(limits.min, np.float64), writer.constant(limits.max, np.float64))
    inverse = writer.node("Reciprocal", writer.node("Clip", x, *ends))
    return write_bisection(writer, np.array([0.0]), writer.node("Neg", inverse), np.float64)
