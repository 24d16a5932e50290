"""A graph's nodes replaced, and what nothing uses any more taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from onnx import NodeProto

from pwlact.models.onnx.operators import CARRIERS
from pwlact.models.onnx.scope import Scope, bodies, names_in


def replace_nodes(scope: Scope, written: Mapping[int, Sequence[NodeProto]], loose: Collection[int]) -> None:
    """Put nodes in the place of others, in order, and take out what only those used.

    Parameters
    ----------
    scope : Scope
        The graph, which is changed; its records are no longer right.
    written : mapping from int to sequence of NodeProto
        New nodes by the index of the node that they replace.
    loose : collection of int
        Indices of nodes that are taken out where nothing uses their outputs any more.
    """
    graph = scope.graph
    rows = [(at, node) for at, old in enumerate(graph.node) for node in written.get(at, (old,))]
    before = {name for node in graph.node for name in node.input}
    kept: list[NodeProto] = []
    used = {value.name for value in graph.output}
    for at, node in reversed(rows):
        removable = (at in loose and at not in written) or _is_constant(scope, node)
        if not removable or used & set(node.output):
            kept.append(node)
            used.update(node.input)
            used.update(name for body in bodies(node) for name in names_in(body))
    tensors = [tensor for tensor in graph.initializer if tensor.name in used or tensor.name not in before]
    _refill(graph.node, list(reversed(kept)))
    _refill(graph.initializer, tensors)


def _is_constant(scope: Scope, node: NodeProto) -> bool:
    """Tell whether a node only hands on a constant."""
    return node.op_type in {"Constant", *CARRIERS} and scope.constant(node.output[0]) is not None


def _refill(field: object, items: list[object]) -> None:
    copies = [type(item)() for item in items]
    for copy, item in zip(copies, items, strict=True):
        copy.CopyFrom(item)  # type: ignore[attr-defined]
    del field[:]  # type: ignore[attr-defined]
    field.extend(copies)  # type: ignore[attr-defined]
