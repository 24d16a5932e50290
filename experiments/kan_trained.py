"""A trained KAN with what its tables are placed by and measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from kan_data import DataName, Split, split
from kan_measure import Measured, measured, predictions
from kan_network import KanConfig, train
from kan_tables import Edge, Edges, X, edges_of, outputs
from kan_weights import edge_weights
from torch import nn

from pwlact._types import Array

CONFIGS: dict[DataName, KanConfig] = {
    "digits": KanConfig(),
    "breast_cancer": KanConfig(hidden=6),
    "wine": KanConfig(hidden=4, epochs=150),
    "iris": KanConfig(hidden=3, epochs=100),
}
"""The data sets, and the KAN for each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """A KAN, and the functions of its edges.

    Parameters
    ----------
    data : Split
        Its data.
    network : nn.Sequential
        The network.
    edges : Edges
        Its edges' functions.
    weights : mapping of str to ndarray
        Weights of their square errors, of the training data: "density" and "sensitivity".
    exact : ndarray, shape (n, classes)
        Its outputs for the test data.
    """

    data: Split
    network: nn.Sequential
    edges: Edges
    weights: Mapping[str, Array]
    exact: Array

    @property
    def right(self) -> Array:
        """Whether each of its predictions on the test data is right, 1 or 0, shape (n,)."""
        return predictions(self.exact, self.data.test_labels).scores

    def measured(self, table: Edge) -> Measured:
        """Return what tables of all edges cost on the test data: a family, or its units."""
        found = outputs(self.edges, table, self.data.test)
        everywhere = table(X[:, None], np.arange(len(self.edges.y)))
        return measured(self.exact, found, self.data.test_labels, everywhere - self.edges.y.T)


def trained(name: DataName, seed: int, config: KanConfig | None = None) -> Trained:
    """Train a KAN on a data set; seed splits the data, and draws weights and batches."""
    data = split(name, seed)
    network = train(data, config or CONFIGS[name], seed)
    return Trained(
        data=data,
        network=network,
        edges=edges_of(network),
        weights={kind: edge_weights(network, data.train, kind) for kind in ("density", "sensitivity")},
        exact=network(torch.as_tensor(data.test)).numpy(),
    )
