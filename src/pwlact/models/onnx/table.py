"""A table in the place of an activation, for tensors of any shape and any type of real numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto

from pwlact.datapath import Unit
from pwlact.models.network import Table
from pwlact.models.onnx.codes import needs_double, write_unit
from pwlact.models.onnx.pieces import write_pwl
from pwlact.models.onnx.writer import Writer

SINGLE, DOUBLE = TensorProto.FLOAT, TensorProto.DOUBLE
TYPES = (SINGLE, DOUBLE, TensorProto.FLOAT16, TensorProto.BFLOAT16)
"""Element types that a site may have."""


def write_table(writer: Writer, table: Table, x: str, y: str, types: tuple[int, int], opset: int) -> None:
    """Add the nodes of y = table(x).

    Parameters
    ----------
    writer : Writer
        Where they are added.
    table : PWL or Unit
        The table.
    x, y : str
        Input and output.
    types : (int, int)
        Their element types. It is computed in double precision where both are double, else in single, and rounded once
        to half precision.
    opset : int
        Version of the operators.
    """
    work = DOUBLE if types == (DOUBLE, DOUBLE) else SINGLE
    dtype: type[np.floating[Any]] = np.float64 if work == DOUBLE else np.float32
    flat = writer.node("Reshape", x, writer.constant([-1], np.int64))
    if isinstance(table, Unit):
        entry, kind = (DOUBLE, np.float64) if needs_double(table) else (work, dtype)
        result = write_unit(writer, table, _cast(writer, flat, types[0], entry), kind, dtype)
    else:
        result = write_pwl(writer, table, _cast(writer, flat, types[0], work), dtype)
    allow = {"allowzero": 1} if opset >= 14 else {}
    writer.node("Reshape", _cast(writer, result, work, types[1]), writer.node("Shape", x), output=y, **allow)


def _cast(writer: Writer, x: str, given: int, wanted: int) -> str:
    return x if given == wanted else writer.node("Cast", x, to=wanted)
