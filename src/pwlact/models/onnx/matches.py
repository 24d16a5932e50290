"""The activations of a graph, found by what they compute.

Exporters write one function in many ways: x * Sigmoid(x), x / (1 + Exp(-x)), 0.5 x (1 + Erf(x / sqrt 2)) with its
products in any order. So no pattern of nodes is looked for. From each tensor before a bent operator, all tensors that
are functions of it alone are evaluated on a grid, in double precision, and compared with the catalogue's functions;
the one that spans most nodes is the site.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pwlact import functions
from pwlact._types import Array
from pwlact.functions import Activation
from pwlact.models.onnx.operators import CARRIERS, CORES, ELEMENTWISE, attributes_of, evaluate
from pwlact.models.onnx.scope import Scope

GRID: Array = np.linspace(-12.0, 12.0, 481)
TOLERANCE = 1e-4  # the two forms of GELU are 5e-4 apart; constants of half precision cost 5e-5
DEPTH = 8  # nodes from an activation's input to its bent operator, at most
REGION = 40  # nodes that are functions of one tensor, at most
CATALOGUE = (
    "sigmoid", "tanh", "silu", "silu:beta=1.702", "gelu", "gelu_tanh", "mish", "softplus", "elu", "selu", "celu", "erf",
    "exp", "hardswish", "hardsigmoid", "softsign", "logsigmoid", "tanhshrink", "arctan",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Match:
    """A tensor that is a known function of another.

    Parameters
    ----------
    scope : Scope
        The graph.
    input, output : str
        The two tensors.
    function : Activation
        The function.
    nodes : frozenset of int
        Indices of the nodes between them; the last makes the output.
    """

    scope: Scope
    input: str
    output: str
    function: Activation
    nodes: frozenset[int]

    @property
    def root(self) -> int:
        """Index of the node that makes the output."""
        return max(self.nodes)

    @property
    def name(self) -> str:
        """Name of that node, or of the output where the node has none, behind the graph's path."""
        return f"{self.scope.path}{self.scope.graph.node[self.root].name or self.output}"

    @property
    def cores(self) -> frozenset[int]:
        """Its bent operators."""
        return frozenset(at for at in self.nodes if self.scope.graph.node[at].op_type in CORES)

    def order(self) -> tuple[int, int, int]:
        """Sort first what spans most nodes that compute, and fewest others."""
        kinds = [self.scope.graph.node[at].op_type for at in self.nodes]
        carriers = sum(kind in CARRIERS for kind in kinds)
        return carriers - len(kinds), carriers, self.root


def find_matches(scope: Scope, known: Sequence[Activation] = ()) -> list[Match]:
    """Return the activations of one graph, in the order of its nodes.

    Parameters
    ----------
    scope : Scope
        The graph.
    known : sequence of Activation
        Functions beside the catalogue's usual ones; they are named first where two are equal.
    """
    found = [match for tensor in _inputs(scope) for match in _matches(scope, tensor, tuple(known))]
    chosen: list[Match] = []
    for match in sorted(found, key=Match.order):
        if _is_new(match, chosen):
            chosen.append(match)
    return sorted(chosen, key=lambda match: match.root)


def _is_new(match: Match, chosen: Sequence[Match]) -> bool:
    """Tell whether a match adds to those chosen: it holds none of them, and no user of it is within one."""
    if any(other.root in match.nodes for other in chosen):
        return False
    claimed = frozenset().union(*(other.nodes for other in chosen))
    used = match.output in match.scope.kept or any(at not in claimed for at in match.scope.users[match.output])
    return used or not match.cores <= claimed


def _inputs(scope: Scope) -> list[str]:
    """Return the tensors before bent operators, from which an activation may start, each once."""
    found: dict[str, None] = {}
    for node in scope.graph.node:
        if node.op_type in CORES:
            found.update(dict.fromkeys(_ancestors(scope, node.input[0], DEPTH)))
    return list(found)


def _ancestors(scope: Scope, name: str, depth: int) -> Iterator[str]:
    if scope.constant(name) is not None:
        return
    yield name
    node = scope.makers.get(name)
    if node is not None and depth and node.op_type in ELEMENTWISE:
        for input_ in filter(None, node.input):
            yield from _ancestors(scope, input_, depth - 1)


def _matches(scope: Scope, tensor: str, known: tuple[Activation, ...]) -> Iterator[Match]:
    """Yield the tensors that are known functions of one tensor, with the nodes between."""
    spans: dict[str, frozenset[int]] = {tensor: frozenset()}
    for at, name, values in _region(scope, tensor):
        node = scope.graph.node[at]
        spans[name] = frozenset({at}).union(*(spans.get(part, frozenset()) for part in node.input))
        if CORES & {scope.graph.node[part].op_type for part in spans[name]}:
            function = _recognised(values, (*known, *_parametric(scope, spans[name])))
            if function is not None:
                yield Match(scope, tensor, name, function, spans[name])


def _region(scope: Scope, tensor: str) -> Iterator[tuple[int, str, Array]]:
    """Yield the nodes that compute functions of one tensor alone: their index, output, and its values on the grid."""
    values: dict[str, Array] = {tensor: GRID}
    rank = scope.rank_of(tensor)
    waiting = sorted(set(scope.users[tensor]))
    seen = set(waiting)
    for _ in range(REGION):
        if not waiting:
            return
        at = heapq.heappop(waiting)
        found = _values(scope, at, values, rank)
        if found is not None:
            name = scope.graph.node[at].output[0]
            values[name] = found
            yield at, name, found
            for user in set(scope.users[name]) - seen:
                seen.add(user)
                heapq.heappush(waiting, user)


def _values(scope: Scope, at: int, values: dict[str, Array], rank: int | None) -> Array | None:
    node = scope.graph.node[at]
    if node.op_type not in ELEMENTWISE or len(node.output) != 1:
        return None
    inputs: list[Array | None] = []
    for name in node.input:
        number = None if name in values or not name else scope.number(name, rank)
        if name and name not in values and number is None:
            return None
        inputs.append(values[name] if name in values else None if number is None else np.full_like(GRID, number))
    return evaluate(node, inputs)


def _recognised(values: Array, known: tuple[Activation, ...]) -> Activation | None:
    """Return the nearest function, None where all are too far from the values on the grid."""
    candidates, table = _candidates(known)
    away = np.max(np.abs(table - values) / np.maximum(np.abs(table), 1.0), axis=1)
    if not np.isfinite(away).any():
        return None
    best = int(np.nanargmin(np.round(away, 9)))
    return candidates[best] if away[best] <= TOLERANCE else None


@lru_cache(maxsize=64)
def _candidates(known: tuple[Activation, ...]) -> tuple[tuple[Activation, ...], Array]:
    candidates = (*known, *map(functions.get, CATALOGUE))
    with np.errstate(all="ignore"):
        return candidates, np.array([np.asarray(candidate.f(GRID)) for candidate in candidates])


def _parametric(scope: Scope, nodes: frozenset[int]) -> tuple[Activation, ...]:
    """Return the functions that the attributes of single nodes name: ELU, CELU and Swish of another steepness."""
    names = {"Elu": "elu:alpha", "Celu": "celu:alpha", "Swish": "silu:beta", "QuickGelu": "silu:beta"}
    found = [scope.graph.node[at] for at in sorted(nodes) if scope.graph.node[at].op_type in names]
    alphas = [(names[node.op_type], attributes_of(node).get("alpha", 1.0)) for node in found]
    return tuple(functions.get(f"{name}={_short(alpha)}") for name, alpha in alphas if 1e-3 <= alpha <= 1e3)


def _short(value: float) -> str:
    return repr(float(np.format_float_positional(np.float32(value), unique=True)))
