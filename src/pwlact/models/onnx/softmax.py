"""Softmax with a table in the place of its exponential: p(x - max) / sum p(x - max)."""

from __future__ import annotations

from onnx import NodeProto

from pwlact.models.network import Table
from pwlact.models.onnx.operators import attributes_of
from pwlact.models.onnx.table import write_table
from pwlact.models.onnx.writer import Writer

AXES_AS_INPUT = 18  # the opset since which ReduceMax takes its axes as an input


def write_softmax(writer: Writer, table: Table, node: NodeProto, kind: int, opset: int) -> None:
    """Add the nodes that compute a Softmax node's output with a table for exp.

    Parameters
    ----------
    writer : Writer
        Where they are added.
    table : PWL or Unit
        The table, whose inputs are zero and below.
    node : NodeProto
        The node that they replace.
    kind : int
        Element type.
    opset : int
        Version of the operators.
    """
    x, axis = node.input[0], attributes_of(node).get("axis", -1)
    axes = writer.constant([axis], "int64")
    if opset >= AXES_AS_INPUT:
        largest = writer.node("ReduceMax", x, axes, keepdims=1)
    else:
        largest = writer.node("ReduceMax", x, axes=[axis], keepdims=1)
    powers = f"{node.output[0]}_pwlact_exp"
    write_table(writer, table, writer.node("Sub", x, largest), powers, (kind, kind), opset)
    total = writer.node("ReduceSum", powers, axes, keepdims=1)
    writer.node("Div", powers, total, output=node.output[0])
