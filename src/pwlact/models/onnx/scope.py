"""A graph of a model with the graphs around it: what makes a tensor, who uses it, and which tensors are numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, external_data_helper, numpy_helper

from pwlact._types import Array
from pwlact.models.onnx.operators import CARRIERS, attributes_of


@dataclass(eq=False)
class Scope:
    """One graph: the main one, or a body of If, Loop or Scan.

    Parameters
    ----------
    graph : GraphProto
        The graph.
    path : str
        What stands before the names of its sites: empty for the main graph.
    outer : Scope or None
        The graph whose tensors it sees.
    folder : Path or None
        Where external data is.
    """

    graph: GraphProto
    path: str
    outer: Scope | None
    folder: Path | None
    makers: dict[str, NodeProto] = field(default_factory=dict)
    users: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    kept: set[str] = field(default_factory=set)
    """Tensors that the graph's outputs and the graphs within it use."""
    initial: dict[str, TensorProto] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.initial = {tensor.name: tensor for tensor in self.graph.initializer}
        self.kept = {value.name for value in self.graph.output}
        for at, node in enumerate(self.graph.node):
            self.makers.update((name, node) for name in node.output if name)
            for name in filter(None, node.input):
                self.users[name].append(at)
            self.kept.update(name for body in bodies(node) for name in names_in(body))
        self._read_types()

    def _read_types(self) -> None:
        for tensor in self.graph.initializer:
            self.types[tensor.name], self.ranks[tensor.name] = tensor.data_type, len(tensor.dims)
        for value in (*self.graph.input, *self.graph.value_info, *self.graph.output):
            kind = value.type.tensor_type
            self.types[value.name] = kind.elem_type
            if kind.HasField("shape"):
                self.ranks[value.name] = len(kind.shape.dim)

    def type_of(self, name: str) -> int:
        """Return a tensor's element type, 0 where it is not known."""
        if name in self.types or self.outer is None:
            return self.types.get(name, 0)
        return self.outer.type_of(name)

    def rank_of(self, name: str) -> int | None:
        """Return how many axes a tensor has, None where that is not known."""
        if name in self.ranks or self.outer is None:
            return self.ranks.get(name)
        return self.outer.rank_of(name)

    def constant(self, name: str) -> TensorProto | None:
        """Return the constant that a tensor is, through Identity and Cast; None for another."""
        if name in self.initial:
            return self.initial[name]
        node = self.makers.get(name)
        if node is None:
            return None if self.outer is None else self.outer.constant(name)
        if node.op_type in CARRIERS:
            return self.constant(node.input[0])
        return _tensor_of(node) if node.op_type == "Constant" else None

    def number(self, name: str, rank: int | None) -> float | None:
        """Return the value of a constant of one element that adds no axis to a tensor of `rank` axes, else None."""
        tensor = self.constant(name)
        if tensor is None or np.prod(tensor.dims) != 1 or len(tensor.dims) > max(rank or 0, 1):
            return None
        return float(self._values(tensor).ravel()[0])

    def _values(self, tensor: TensorProto) -> Array:
        if external_data_helper.uses_external_data(tensor) and self.folder is not None:
            loaded = TensorProto()
            loaded.CopyFrom(tensor)
            external_data_helper.load_external_data_for_tensor(loaded, str(self.folder))
            tensor = loaded
        return numpy_helper.to_array(tensor).astype(np.float64)


def scopes(model: ModelProto, folder: Path | None = None) -> list[Scope]:
    """Return all graphs of a model, a graph before those within it."""
    return list(_within(Scope(model.graph, "", None, folder)))


def _within(scope: Scope) -> Iterator[Scope]:
    yield scope
    for node in scope.graph.node:
        for body in bodies(node):
            path = f"{scope.path}{node.name or node.output[0]}."
            yield from _within(Scope(body, path, scope, scope.folder))


def bodies(node: NodeProto) -> list[GraphProto]:
    """Return the graphs that a node holds."""
    found = [[a.g] if a.type == AttributeProto.GRAPH else a.graphs for a in node.attribute]
    return [graph for graphs in found for graph in graphs]


def names_in(graph: GraphProto) -> Iterator[str]:
    """Yield the names of the tensors that a graph and those within it use; some are of graphs around it."""
    yield from (value.name for value in graph.output)
    for node in graph.node:
        yield from node.input
        for body in bodies(node):
            yield from names_in(body)


def _tensor_of(node: NodeProto) -> TensorProto | None:
    values = attributes_of(node)
    if "value" in values:
        tensor: TensorProto = values["value"]
        return tensor
    numbers = [values[key] for key in ("value_float", "value_int", "value_floats", "value_ints") if key in values]
    return numpy_helper.from_array(np.asarray(numbers[0])) if numbers else None
