"""Steps of Adam on the policy's network, in JAX: towards taught actions, and against the gradient of log J."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from pwlact.search.general.network import Layers
from pwlact.search.general.walk_kernels import SIZE

CLIP = 1.0  # of the gradient's norm
NEAR = 0.05  # action: up to here the loss of a difference is quadratic
OPTIMISER = optax.chain(optax.clip_by_global_norm(CLIP), optax.scale_by_adam())


def first_layers(width: int, seed: int) -> Layers:
    """Return random layers whose actions are near 0."""
    generator = np.random.default_rng(seed)
    shapes: tuple[tuple[int, ...], ...] = ((SIZE, width), (width,), (width, width), (width,), (width,), ())
    scales = (1.0 / np.sqrt(SIZE), 0.0, 1.0 / np.sqrt(width), 0.0, 0.01 / np.sqrt(width), 0.0)
    return tuple(
        np.asarray(scale * generator.standard_normal(shape), dtype=np.float32)
        for shape, scale in zip(shapes, scales, strict=True)
    )


def first_state(layers: Layers) -> Any:
    """Return the state of Adam before its first step."""
    return to_numpy(OPTIMISER.init(layers))


def mean_actions(layers: Any, seen: Any) -> Any:
    """Return what `network.forward` returns, for JAX to differentiate."""
    first, first_bias, second, second_bias, third, third_bias = layers
    hidden = jnp.tanh(seen @ first + first_bias)
    return jnp.tanh(hidden @ second + second_bias) @ third + third_bias


@jax.jit
def imitate(layers: Any, state: Any, seen: Any, actions: Any, weights: Any, rate: Any) -> tuple[Any, Any, Any]:
    """Take a step towards taught actions (n,), given what is seen (n, SIZE); return layers, state and loss.

    The loss is the weighted mean of Huber's: d^2 / (2 h) of a difference d up to h = 0.05, then |d| - h / 2.
    """

    def loss(layers: Any) -> Any:
        away = jnp.abs(mean_actions(layers, seen) - actions)
        each = jnp.where(away < NEAR, away**2 / (2.0 * NEAR), away - NEAR / 2.0)
        return jnp.sum(weights * each) / jnp.sum(weights)

    value, gradient = jax.value_and_grad(loss)(layers)
    layers, state = _stepped(layers, state, gradient, rate)
    return layers, state, value


@jax.jit
def descend(layers: Any, state: Any, seen: Any, pulls: Any, rate: Any) -> tuple[Any, Any]:
    """Take a step against the gradient of sum_i pull_i a_i, a_i being the mean action of what is seen in row i.

    The pulls (n,) are the derivatives of the mean of log J by the actions.
    """
    return _stepped(layers, state, jax.grad(lambda layers: jnp.sum(pulls * mean_actions(layers, seen)))(layers), rate)


def _stepped(layers: Any, state: Any, gradient: Any, rate: Any) -> tuple[Any, Any]:
    moves, state = OPTIMISER.update(gradient, state, layers)
    return jax.tree.map(lambda layer, move: layer - rate * move, layers, moves), state


def to_numpy(tree: Any) -> Any:
    """Return a tree of arrays of JAX as one of NumPy."""
    return jax.tree.map(np.asarray, tree)
