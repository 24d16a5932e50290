"""One step of Adam on the policy's network, in JAX."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from pwlact._types import Array
from pwlact.search.general.network import Layers
from pwlact.search.general.walk_kernels import SIZE

CLIP = 1.0  # of the gradient's norm


def first_layers(width: int, seed: int) -> Layers:
    """Return random layers whose actions are near 0."""
    generator = np.random.default_rng(seed)
    shapes = ((SIZE, width), (width,), (width, width), (width,), (width,), ())
    scales = (1.0 / np.sqrt(SIZE), 0.0, 1.0 / np.sqrt(width), 0.0, 0.01 / np.sqrt(width), 0.0)
    return tuple(
        np.asarray(scale * generator.standard_normal(shape), dtype=np.float32)
        for shape, scale in zip(shapes, scales, strict=True)
    )


def mean_actions(layers: Any, seen: Any) -> Any:
    """Return what `network.forward` returns, for JAX to differentiate."""
    first, first_bias, second, second_bias, third, third_bias = layers
    hidden = jnp.tanh(seen @ first + first_bias)
    return jnp.tanh(hidden @ second + second_bias) @ third + third_bias


OPTIMISER = optax.chain(optax.clip_by_global_norm(CLIP), optax.scale_by_adam())


def _loss(layers: Any, seen: Any, pulls: Any) -> Any:
    return jnp.sum(pulls * mean_actions(layers, seen))


@jax.jit
def step(layers: Any, state: Any, seen: Any, pulls: Any, rate: Any) -> tuple[Any, Any]:
    """Take a step against the gradient of sum_i pull_i a_i, a_i being the mean action of what is seen in row i.

    Parameters
    ----------
    layers, state : tuples of arrays
        The network and the state of Adam.
    seen : array, shape (n, SIZE)
        What was seen.
    pulls : array, shape (n,)
        Derivatives of the mean of log J by the actions.
    rate : float
        The learning rate.
    """
    moves, state = OPTIMISER.update(jax.grad(_loss)(layers, seen, pulls), state, layers)
    return jax.tree.map(lambda layer, move: layer - rate * move, layers, moves), state


def start_state(layers: Layers) -> Any:
    """Return the state of Adam before its first step."""
    return OPTIMISER.init(layers)


def to_numpy(tree: Any) -> Any:
    """Return a tree of arrays of JAX as one of NumPy."""
    return jax.tree.map(np.asarray, tree)


__all__ = ["Array", "first_layers", "mean_actions", "start_state", "step", "to_numpy"]
