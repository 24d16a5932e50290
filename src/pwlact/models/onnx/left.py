"""What a rewriting leaves as it is, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pwlact.models.network import Table
from pwlact.models.onnx.operators import BENT
from pwlact.models.onnx.scope import Scope
from pwlact.models.onnx.sites import OnnxSite

GATED = ("LSTM", "GRU", "RNN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An activation that stayed.

    Parameters
    ----------
    name : str
        The site's name, or the node's.
    function : str
        Its function, or the operator where it is none of the catalogue.
    reason : str
        Why it stayed, and what to do.
    """

    name: str
    function: str
    reason: str


def find_left(
    graphs: Sequence[Scope], sites: Sequence[OnnxSite], replaced: Collection[str], tables: Mapping[str, Table]
) -> Iterator[Left]:
    """Yield what stayed: sites without a table, and operators that are no function of the catalogue.

    Parameters
    ----------
    graphs : sequence of Scope
        The model's graphs.
    sites : sequence of OnnxSite
        Their sites.
    replaced : collection of str
        Names of the sites that have a table.
    tables : mapping from str to PWL or Unit
        Tables by function.
    """
    for site in sites:
        if site.name not in replaced:
            yield Left(name=site.name, function=site.function, reason=_reason(site, tables))
    for scope in graphs:
        yield from _unknown(scope, frozenset().union(*(site.nodes for site in sites if site.scope is scope)))


def _reason(site: OnnxSite, tables: Mapping[str, Table]) -> str:
    if not site.typed:
        return "the type of its tensors is unknown, or is not float; run onnx.shape_inference first"
    option = f"--{site.function.partition(':')[0].replace('_', '-')}"
    if site.function == "hardsigmoid":
        return f"it is piecewise linear; add {option} to replace it all the same"
    others = any(name.partition(":")[0] == site.function.partition(":")[0] for name in tables)
    return f"no table of {site.function} was given" if others else f"no table was given; add {option}"


def _unknown(scope: Scope, found: frozenset[int]) -> Iterator[Left]:
    for at, node in enumerate(scope.graph.node):
        reason = _fused(node.op_type) if at not in found else None
        if reason is not None:
            yield Left(name=f"{scope.path}{node.name or node.output[0]}", function=node.op_type, reason=reason)


def _fused(kind: str) -> str | None:
    if kind in GATED:
        return "its gates are inside the operator; export the model with the cells unrolled"
    if kind.startswith("QLinear") and kind.removeprefix("QLinear") in {*BENT, "LeakyRelu", "Softmax"}:
        return "it computes on quantised codes; rewrite the model before it is quantised"
    return "it computes no function of the catalogue" if kind in BENT else None
