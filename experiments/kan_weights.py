"""Where an edge's errors count: by its inputs, or by what they cost the network."""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from kan_data import RANGE
from kan_network import passed
from torch import nn

from pwlact._types import Array

BINS = 256
EVEN = 1e-2
"""Share of an edge's weight that is spread evenly: other inputs than those of the training data are possible."""

WeightName = Literal["density", "sensitivity"]


def edge_weights(network: nn.Sequential, x: Array, name: WeightName) -> Array:
    """Return the weights of square errors, shape (edges, BINS); edges by layer, then input node, then output node.

    Parameters
    ----------
    network : nn.Sequential
        A KAN.
    x : ndarray, shape (n, features)
        Inputs to count.
    name : {"density", "sensitivity"}
        The share of a node's inputs in each part of the range, or the mean over all inputs of (dL/dy)^2 where they are
        in that part. Half of the sum of the latter times square errors predicts the divergence to second order.
    """
    inputs = layer_inputs(network, x)
    if name == "sensitivity":
        costs = squared_gradients(network, x)
    else:
        costs = [np.ones((len(x), layer.weights.shape[1])) for layer in network]
    return np.concatenate([_by_edge(*pair) for pair in zip(inputs, costs, strict=True)])


def layer_inputs(network: nn.Sequential, x: Array) -> list[Array]:
    """Return the inputs of every layer, clipped to RANGE as its splines are, shapes (n, inputs)."""
    return [part.clamp(*RANGE).numpy() for part in passed(network, torch.as_tensor(x))[:-1]]


def squared_gradients(network: nn.Sequential, x: Array) -> list[Array]:
    """Return the mean of (dL/dy)^2 for every layer's sums y, shapes (n, outputs).

    L is the cross-entropy, and the mean is over labels as the network itself holds them likely.
    """
    _, *sums = passed(network, torch.as_tensor(x).requires_grad_())
    logs = sums[-1].log_softmax(dim=1)
    squares = [torch.zeros_like(part) for part in sums]
    for label in range(logs.shape[1]):
        found = torch.autograd.grad(logs[:, label].sum(), sums, retain_graph=True)
        for total, gradient in zip(squares, found, strict=True):
            total += logs[:, label : label + 1].detach().exp() * gradient**2
    return [total.numpy() for total in squares]


def _by_edge(inputs: Array, costs: Array) -> Array:
    """Return the mean of costs (n, outputs) by the bins of inputs (n, inputs), a row an edge."""
    low, high = RANGE
    bins = np.minimum((inputs - low) * (BINS / (high - low)), BINS - 1).astype(np.int64)
    sums = np.zeros((inputs.shape[1], BINS, costs.shape[1]))
    for node in range(inputs.shape[1]):
        np.add.at(sums[node], bins[:, node], costs / len(costs))
    found = sums.transpose(0, 2, 1).reshape(-1, BINS)
    return (1.0 - EVEN) * found + EVEN * found.mean(axis=1, keepdims=True)
