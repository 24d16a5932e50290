"""Activations of an ONNX model replaced by tables, in standard operators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onnx import GraphProto, ModelProto, NodeProto

from pwlact.functions import Activation
from pwlact.models.network import Table
from pwlact.models.onnx.left import Left, find_left
from pwlact.models.onnx.prepare import opset_of, prepare
from pwlact.models.onnx.prune import replace_nodes
from pwlact.models.onnx.scope import Scope, bodies, scopes
from pwlact.models.onnx.sites import SOFTMAX, OnnxSite, find_sites
from pwlact.models.onnx.softmax import write_softmax
from pwlact.models.onnx.table import write_table
from pwlact.models.onnx.writer import Writer

Pairs = Sequence[tuple[OnnxSite, Table]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rewritten:
    """A model with tables.

    Parameters
    ----------
    model : ModelProto
        The model.
    replaced : tuple of OnnxSite
        The sites that have a table.
    left : tuple of Left
        What stayed, and why.
    """

    model: ModelProto
    replaced: tuple[OnnxSite, ...]
    left: tuple[Left, ...]


def rewrite_model(
    model: ModelProto,
    tables: Mapping[str, Table],
    *,
    sites: Mapping[str, Table] | None = None,
    known: Sequence[Activation] = (),
    folder: Path | None = None,
) -> Rewritten:
    """Return a model with tables in the place of its activations; the given one is not changed.

    Parameters
    ----------
    model : ModelProto
        A model of opset 13 or newer; an older one is converted. External data need not be loaded.
    tables : mapping from str to PWL or Unit
        Tables by function, as "gelu", "silu:beta=1.702"; "softmax" is the exponential in Softmax nodes.
    sites : mapping from str to PWL or Unit, optional
        Tables by site, which come before those by function.
    known : sequence of Activation
        Functions to look for beside the catalogue's.
    folder : Path, optional
        Where the model's external data is.

    Raises
    ------
    FileError
        If the model is not valid, or older and cannot be converted.
    FormatError
        If a unit has an input of more than 20 bits.
    """
    model = prepare(model)
    graphs = scopes(model, folder)
    found = find_sites(graphs, known)
    replaced = list(_with_tables(found, tables, sites or {}))
    left = tuple(find_left(graphs, found, {site.name for site, _ in replaced}, tables))
    writer, opset = Writer(set(_names(model.graph))), opset_of(model)
    for scope in reversed(graphs):  # a graph before the one around it, which copies it
        _rewrite_graph(scope, [pair for pair in replaced if pair[0].scope is scope], writer, opset)
    model.graph.initializer.extend(writer.constants.values())
    return Rewritten(model=model, replaced=tuple(site for site, _ in replaced), left=left)


def _with_tables(
    found: Sequence[OnnxSite], tables: Mapping[str, Table], sites: Mapping[str, Table]
) -> Iterator[tuple[OnnxSite, Table]]:
    for site in found:
        table = sites.get(site.name, tables.get(site.function))
        if table is not None and site.typed:
            yield site, table


def _rewrite_graph(scope: Scope, replaced: Pairs, writer: Writer, opset: int) -> None:
    if not replaced:
        return
    written: dict[int, list[NodeProto]] = defaultdict(list)
    for site, table in replaced:
        if site.function == SOFTMAX:
            write_softmax(writer, table, scope.graph.node[site.root], site.types[0], opset)
        else:
            write_table(writer, table, site.input, site.output, site.types, opset)
        written[site.root] = writer.take()
    replace_nodes(scope, written, {at for site, _ in replaced for at in site.nodes})


def _names(graph: GraphProto) -> Iterator[str]:
    """Yield the names of all tensors and nodes of a graph and those within it."""
    yield from (value.name for value in (*graph.input, *graph.output, *graph.initializer))
    for node in graph.node:
        yield from (node.name, *node.input, *node.output)
        for body in bodies(node):
            yield from _names(body)
