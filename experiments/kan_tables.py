"""A KAN whose edges are tables: all of them are one family of functions on one range."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from kan_data import RANGE
from kan_network import samples
from torch import nn

from pwlact._types import Array, Codes

SAMPLES = 257  # of every function
X = np.linspace(*RANGE, SAMPLES)

Edge = Callable[[Array, Codes], Array]
"""What gives the values of edges at x, by the numbers of the edges: a `Family` is one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """The functions of all edges of a KAN.

    Parameters
    ----------
    sizes : tuple of int
        Nodes of every layer, the network's inputs first.
    y : ndarray, shape (edges, SAMPLES)
        Values at X, a row an edge: by layer, then input node, then output node.
    names : tuple of str
        Layer, input node and output node of each, as in "1.9.3".
    """

    sizes: tuple[int, ...]
    y: Array
    names: tuple[str, ...]

    @property
    def layers(self) -> Iterator[Codes]:
        """The numbers of each layer's edges, shapes (inputs, outputs)."""
        first = 0
        for inputs, outputs in itertools.pairwise(self.sizes):
            yield first + np.arange(inputs * outputs).reshape(inputs, outputs)
            first += inputs * outputs

    def subset(self, numbers: Codes) -> Edges:
        """Return a layer's edges alone."""
        own = numbers.ravel()
        return Edges(sizes=numbers.shape, y=self.y[own], names=tuple(self.names[edge] for edge in own))


def edges_of(network: nn.Sequential) -> Edges:
    """Return the functions of a network's edges."""
    layers = list(network)
    shapes = [tuple(layer.weights.shape) for layer in layers]
    return Edges(
        sizes=(shapes[0][0], *(outputs for _, outputs in shapes)),
        y=np.concatenate([samples(layer, X) for layer in layers]),
        names=tuple(f"{k}.{i}.{j}" for k, shape in enumerate(shapes) for i, j in np.ndindex(*shape)),
    )


def outputs(edges: Edges, table: Edge, x: Array) -> Array:
    """Return the network's outputs (n, classes) for inputs (n, features), every edge's function read from a table."""
    for numbers in edges.layers:
        x = table(np.clip(x, *RANGE)[:, :, None], numbers).sum(axis=1)
    return x
