"""The policy's mean and spread and the value of a state, in JAX."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax import Array

Parameters = dict[str, Array]


def mean_and_log_std(parameters: Parameters, seen: Array) -> tuple[Array, Array]:
    """Return the mean and the log standard deviation (...) of the actions, given observations (..., d)."""
    mean, log_std = _layers(parameters, "actor", seen), parameters["log_std"]
    if "table" not in parameters:
        return mean, jnp.broadcast_to(log_std[0, 0], mean.shape)
    steps, strategies = log_std.shape
    step, strategy = seen[..., :steps], seen[..., -strategies:]
    mean = mean + ((step @ parameters["table"]) * strategy).sum(-1)
    return mean, ((step @ log_std) * strategy).sum(-1)


def value(parameters: Parameters, seen: Array) -> Array:
    """Return the values (...) of states, given observations (..., d)."""
    return _layers(parameters, "critic", seen)


def _layers(parameters: Parameters, network: str, seen: Array) -> Array:
    hidden = seen
    for k in range(2):
        hidden = jax.nn.tanh(hidden @ parameters[f"{network}_weight_{k}"] + parameters[f"{network}_bias_{k}"])
    return (hidden @ parameters[f"{network}_weight_2"] + parameters[f"{network}_bias_2"])[..., 0]
