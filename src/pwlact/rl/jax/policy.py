"""A policy without noise, in numpy: it plays the same points wherever it is loaded, and needs no JAX."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.rl.jax.parameters import NetworkSize, Parameters
from pwlact.rl.rollout import Act


def policy_act(parameters: Parameters, size: NetworkSize) -> Act:
    """Return the mean action of observations: (n, d) to (n, 1)."""

    def act(seen: NDArray[np.float32]) -> Array:
        return _mean(parameters, size, seen)[:, None].astype(np.float64)

    return act


def _mean(parameters: Parameters, size: NetworkSize, seen: NDArray[np.float32]) -> NDArray[np.float32]:
    hidden = seen
    for k in range(2):
        hidden = np.tanh(hidden @ parameters[f"actor_weight_{k}"] + parameters[f"actor_bias_{k}"])
    mean = (hidden @ parameters["actor_weight_2"] + parameters["actor_bias_2"])[:, 0]
    if not size.strategies:
        return np.asarray(mean)
    step, strategy = seen[:, : size.steps], seen[:, -size.strategies :]
    return np.asarray(mean + ((step @ parameters["table"]) * strategy).sum(axis=1))
