"""Episodes played side by side in one compiled call; the same as `pwlact.rl.dynamics`, step by step.

The network computes in float32, coordinates are float64. Steps beyond the number of points, which padding adds, and
those after an episode's end are played too, but are not `taken`.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from pwlact.rl.jax import network
from pwlact.rl.jax.network import Parameters
from pwlact.rl.jax.rules import Kind, Rules


class Rollout(NamedTuple):
    """N episodes of up to K steps."""

    seen: Array  # (K + 1, N, d) observations before each step, and after the last
    actions: Array  # (K, N) before they are clipped
    log_prob: Array  # (K, N) logarithm of their density, up to a constant
    x: Array  # (K, N) points placed; 0 where the kind does not need them
    u: Array  # (K, N) points placed, in the curvature's coordinate; 0 where the kind does not need them
    out: Array  # (K, N) whether the step left the range
    taken: Array  # (K, N) whether the step was taken


class _State(NamedTuple):
    x: Array  # (N,) last point
    u: Array  # (N,) the same in the curvature's coordinate
    before: Array  # (N,) the point before, in that coordinate
    earlier: Array  # (N,) the one before that
    open: Array  # (N,) whether the episode goes on


@partial(jax.jit, static_argnames="kind")
def play(kind: Kind, parameters: Parameters, rules: Rules, followed: Array, noise: Array, offset: Array) -> Rollout:
    """Play an episode of each strategy in `followed` (N,), with standard normal noise (K, N).

    Parameters
    ----------
    kind : Kind
        How an action becomes a point, and what is observed.
    parameters : dict
        Parameters of the networks, padded to K steps.
    rules : Rules
        The task's numbers.
    followed : Array, shape (N,)
        Each episode's strategy.
    noise : Array, shape (K, N)
        Deviations of the actions, in standard deviations.
    offset : Array, shape ()
        What is added to the logarithm of all standard deviations.
    """
    steps, n = noise.shape
    strategy = jax.nn.one_hot(followed, parameters["log_std"].shape[1], dtype=jnp.float32)

    def step(state: _State, inputs: tuple[Array, Array]) -> tuple[_State, Rollout]:
        k, deviation = inputs
        seen = _observation(kind, rules, steps, k, state, strategy)
        mean, log_std = network.mean_and_log_std(parameters, seen)
        log_std = log_std + offset
        action = mean + jnp.exp(log_std) * deviation
        after, out = _move(kind, rules, k, state, action)
        log_prob = -0.5 * deviation**2 - log_std
        return after, Rollout(seen, action, log_prob, after.x, after.u, out, state.open)

    zero = jnp.zeros(n, dtype=jnp.float64)
    first = _State(zero + rules.low, zero, zero, zero, jnp.ones(n, dtype=jnp.bool_))
    last, played = lax.scan(step, first, (jnp.arange(steps), noise))
    seen = _observation(kind, rules, steps, jnp.array(steps), last, strategy)
    return played._replace(seen=jnp.concatenate((played.seen, seen[None])))


def _move(kind: Kind, rules: Rules, k: Array, state: _State, action: Array) -> tuple[_State, Array]:
    """Place the next points; return the state after it and which points are out of range."""
    action = jnp.clip(action, -1.0, 1.0).astype(jnp.float64)
    if kind.action == "step":
        x = state.x + (action + 1.0) * rules.scale + rules.shortest
        out = x >= rules.high
        x = jnp.minimum(x, rules.high)
        u = jnp.interp(x, rules.table_x, rules.table_u) if kind.needs_table else state.u
    else:
        gap = rules.spread**action / (rules.points + 1)
        u = state.u + jnp.minimum(gap, rules.reach * (1.0 - state.u))
        x = jnp.interp(u, rules.table_u, rules.table_x) if kind.needs_table else state.x
        out = jnp.zeros_like(state.open)
    return _State(x, u, state.u, state.before, state.open & ~out & (k + 1 < rules.points)), out


def _observation(kind: Kind, rules: Rules, steps: int, k: Array, state: _State, strategy: Array) -> Array:
    """Return the observations (N, d) after k points, of `pwlact.rl.dynamics.observation`, and the strategy."""
    if kind.observation == "plain":
        space = (rules.high - state.x) / (rules.high - rules.low)
        left = jnp.broadcast_to(1.0 - k / rules.points, space.shape)
        return jnp.stack((left, 1.0 - 2.0 * space, space), axis=1).astype(jnp.float32)
    gaps, u = rules.points + 1, state.u
    features = (
        u * gaps - k,
        (u - state.before) * gaps - (k > 0),
        (state.before - state.earlier) * gaps - (k > 1),
        u,
        (1.0 - u) * gaps / jnp.maximum(gaps - k, 1) - 1.0,
    )
    placed = jax.nn.one_hot(jnp.where(k < rules.points, k, -1), steps, dtype=jnp.float32)
    rest = jnp.stack(features, axis=1).astype(jnp.float32)
    return jnp.concatenate((jnp.broadcast_to(placed, (u.size, steps)), rest, strategy), axis=1)
