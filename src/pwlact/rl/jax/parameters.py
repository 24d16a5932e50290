"""Parameters of the policy and the value network, as plain arrays by name.

An observation's mean action is h(observation), with h a network of two hidden layers. Where steps are observed as
one-hot, step k of strategy s adds an entry of a table and has a spread of its own: a ~ Normal(table_ks + h, sigma_ks).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.rl.agent_config import AgentConfig, OnPolicyConfig
from pwlact.rl.strategies import LOG_STD_CUT
from pwlact.rl.task import Task

Parameters = dict[str, NDArray[np.float32]]
NETWORKS = ("actor", "critic")
FEATURES = 5  # of an observation with a one-hot, beside it
BUCKETS = (8, 16, 32, 64, 128)


class NetworkSize(NamedTuple):
    """Sizes of the networks: one program is compiled for each."""

    steps: int
    strategies: int  # 0 where steps are not observed as one-hot
    width: int

    @property
    def observed(self) -> int:
        """Length of an observation, strategy included."""
        return self.steps + FEATURES + self.strategies if self.strategies else 3

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return each parameter's shape by its name."""
        layers = ((self.observed, self.width), (self.width, self.width), (self.width, 1))
        found: dict[str, tuple[int, ...]] = {}
        for network in NETWORKS:
            for k, layer in enumerate(layers):
                found |= {f"{network}_weight_{k}": layer, f"{network}_bias_{k}": layer[1:]}
        if not self.strategies:
            return found | {"log_std": (1, 1)}
        return found | {"table": (self.steps, self.strategies), "log_std": (self.steps, self.strategies)}

    def padded(self) -> NetworkSize:
        """Return the sizes with the number of steps rounded up to a bucket, or to a multiple of the largest."""
        largest = BUCKETS[-1]
        bucket = next((size for size in BUCKETS if size >= self.steps), -(-self.steps // largest) * largest)
        return self._replace(steps=bucket)


def size_of(task: Task, config: AgentConfig) -> NetworkSize:
    """Return the sizes of a task's networks."""
    return NetworkSize(task.points, config.strategy_count, config.ppo.width)


def first_parameters(
    size: NetworkSize, own: OnPolicyConfig, starts: Array | None, generator: np.random.Generator
) -> Parameters:
    """Return parameters to start from: orthogonal weights, biases of 0, and the strategies' first actions.

    Parameters
    ----------
    size : NetworkSize
        The networks' sizes.
    own : OnPolicyConfig
        First noise and first action.
    starts : ndarray, shape (steps, strategies), optional
        First actions of the strategies.
    generator : numpy.random.Generator
        Source of the weights.
    """
    shapes = size.shapes()
    found = {name: np.zeros(shape, dtype=np.float32) for name, shape in shapes.items()}
    for network, last_gain in zip(NETWORKS, (0.01, 1.0), strict=True):
        for k, gain in enumerate((math.sqrt(2.0), math.sqrt(2.0), last_gain)):
            name = f"{network}_weight_{k}"
            found[name][:] = gain * _orthogonal(shapes[name], generator)
    found["actor_bias_2"][:] = own.first_action
    found["log_std"][:] = math.log(own.noise / math.sqrt(size.steps))
    if starts is not None:
        found["table"][:] = starts
        found["log_std"][:, 1::2] -= LOG_STD_CUT
    return found


def _orthogonal(shape: tuple[int, ...], generator: np.random.Generator) -> Array:
    """Return a matrix with orthonormal rows or columns, uniformly distributed."""
    rows, columns = shape
    q, r = np.linalg.qr(generator.standard_normal((max(shape), min(shape))))
    q = q * np.sign(np.diag(r))
    return np.asarray(q if rows >= columns else q.T)


def pad(parameters: Parameters, size: NetworkSize) -> Parameters:
    """Return parameters for `size.padded()` steps; those of steps that do not exist are 0."""
    shapes = size.padded().shapes()
    padded = {name: np.zeros(shape, dtype=np.float32) for name, shape in shapes.items()}
    for name, rows in _rows(size).items():
        padded[name][rows] = parameters[name]
    return padded


def unpad(padded: dict[str, Any], size: NetworkSize) -> Parameters:
    """Return the parameters that `pad` filled up, as arrays of their own."""
    return {name: np.asarray(padded[name])[rows] for name, rows in _rows(size).items()}


def _rows(size: NetworkSize) -> dict[str, NDArray[np.int64]]:
    """Return, by name, the rows of padded parameters that are those of parameters."""
    padded, steps = size.padded(), np.arange(size.steps)
    rows = {name: np.arange(shape[0]) for name, shape in size.shapes().items()}
    if size.strategies:
        rows["table"] = rows["log_std"] = steps
        seen = np.concatenate((steps, np.arange(padded.steps, padded.observed)))
        rows["actor_weight_0"] = rows["critic_weight_0"] = seen
    return rows
