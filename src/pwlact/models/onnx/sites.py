"""The sites of a model: its activations in all its graphs, and Softmax nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from pwlact.functions import Activation
from pwlact.models.onnx.matches import find_matches
from pwlact.models.onnx.scope import Scope
from pwlact.models.onnx.table import TYPES

SOFTMAX = "softmax"
"""Stands for exp in Softmax nodes, among the functions of tables and sites."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OnnxSite:
    """An activation of a model.

    Parameters
    ----------
    name : str
        Name of the node that gives its output, or of the output where the node has none, behind those of the nodes
        whose graphs it is in; a number is added where that is not unique.
    function : str
        What it computes: a function of the catalogue, or "softmax".
    input, output : str
        Its tensors.
    nodes : frozenset of int
        Indices of its nodes in its graph.
    scope : Scope
        The graph.
    """

    name: str
    function: str
    input: str
    output: str
    nodes: frozenset[int]
    scope: Scope

    @property
    def root(self) -> int:
        """Index of the node that gives the output."""
        return max(self.nodes)

    @property
    def types(self) -> tuple[int, int]:
        """Element types of input and output, 0 where they are not known."""
        return self.scope.type_of(self.input), self.scope.type_of(self.output)

    @property
    def typed(self) -> bool:
        """Whether its types are known, and real numbers."""
        return all(kind in TYPES for kind in self.types)


def find_sites(graphs: Sequence[Scope], known: Sequence[Activation] = ()) -> list[OnnxSite]:
    """Return the sites of a model, graph by graph, in the order of their nodes.

    Parameters
    ----------
    graphs : sequence of Scope
        The model's graphs, as `scopes` gives them.
    known : sequence of Activation
        Functions to look for beside the catalogue's.
    """
    taken: set[str] = set()
    return [
        OnnxSite(
            name=_unique(f"{scope.path}{scope.graph.node[max(nodes)].name or output}", taken),
            function=function,
            input=input_,
            output=output,
            nodes=nodes,
            scope=scope,
        )
        for scope in graphs
        for function, input_, output, nodes in sorted(_found(scope, known), key=lambda row: max(row[3]))
    ]


def _found(scope: Scope, known: Sequence[Activation]) -> Iterator[tuple[str, str, str, frozenset[int]]]:
    for match in find_matches(scope, known):
        yield match.function.name, match.input, match.output, match.nodes
    for at, node in enumerate(scope.graph.node):
        if node.op_type == "Softmax":
            yield SOFTMAX, node.input[0], node.output[0], frozenset({at})


def _unique(name: str, taken: set[str]) -> str:
    found = next(text for number in count(1) if (text := name if number == 1 else f"{name}#{number}") not in taken)
    taken.add(found)
    return found
