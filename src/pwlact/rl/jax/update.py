"""Proximal policy optimisation: advantages, loss and update, in one compiled call.

Schulman et al., Proximal Policy Optimization Algorithms (arXiv 1707.06347); advantages by Schulman et al.,
High-Dimensional Continuous Control Using Generalized Advantage Estimation (arXiv 1506.02438), equation 16.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import Array, lax

from pwlact.rl.jax import network
from pwlact.rl.jax.network import Parameters
from pwlact.rl.jax.play import Rollout

VALUE_WEIGHT = 0.5  # of the value's loss
MAX_NORM = 0.5  # largest norm of a gradient
ENTROPY = 0.5 * (1.0 + math.log(2.0 * math.pi))  # of a normal distribution with standard deviation 1
OPTIMISER = optax.chain(optax.clip_by_global_norm(MAX_NORM), optax.scale_by_adam(eps=1e-5))


class Knobs(NamedTuple):
    """Numbers of an update, each of shape ()."""

    rate: Array  # learning rate
    offset: Array  # what was added to the logarithm of all standard deviations
    gamma: Array
    gae_lambda: Array
    clip_range: Array
    entropy_weight: Array
    truncate: Array  # 1 where leaving the range truncates an episode, 0 where it terminates it


class Losses(NamedTuple):
    """Means over an update's minibatches, each of shape ()."""

    policy: Array
    value: Array
    entropy: Array
    divergence: Array  # mean of ratio - 1 - log ratio, an estimate of the Kullback-Leibler divergence
    clipped: Array  # share of the ratios that are clipped


class _Sample(NamedTuple):
    """Transitions, each field with their number as its first axis."""

    seen: Array
    actions: Array
    log_prob: Array
    advantages: Array
    returns: Array


@jax.jit
def update(
    parameters: Parameters, optimiser: optax.OptState, rollout: Rollout, rewards: Array, order: Array, knobs: Knobs
) -> tuple[Parameters, optax.OptState, Losses]:
    """Learn from a rollout of N episodes of up to K steps.

    Parameters
    ----------
    parameters, optimiser : pytree
        What is learned, and the state of Adam.
    rollout : Rollout
        The episodes.
    rewards : Array, shape (K, N)
        Rewards of the steps.
    order : Array, shape (U, B)
        Transitions k * N + n of each of U minibatches, filled up by -1.
    knobs : Knobs
        Numbers of the update.
    """
    values = network.value(parameters, rollout.seen)
    advantages = _advantages(rollout, rewards, values, knobs)
    flat = (rollout.seen[:-1], rollout.actions, rollout.log_prob, advantages, advantages + values[:-1])
    sample = _Sample(*(part.reshape(-1, *part.shape[2:]) for part in flat))

    def learn(
        learned: tuple[Parameters, optax.OptState], rows: Array
    ) -> tuple[tuple[Parameters, optax.OptState], Losses]:
        parameters, optimiser = learned
        chosen = _Sample(*(part[rows] for part in sample))
        gradient, losses = jax.grad(_loss, has_aux=True)(parameters, chosen, rows >= 0, knobs)
        change, optimiser = OPTIMISER.update(gradient, optimiser)
        return (jax.tree.map(lambda old, by: old - knobs.rate * by, parameters, change), optimiser), losses

    learned, losses = lax.scan(learn, (parameters, optimiser), order)
    return *learned, Losses(*(part.mean() for part in losses))


def _advantages(rollout: Rollout, rewards: Array, values: Array, knobs: Knobs) -> Array:
    """Return the advantages (K, N); a truncated episode's last state has a value, a terminated one's has none."""
    goes_on = jnp.concatenate((rollout.taken[1:], jnp.zeros_like(rollout.taken[:1]))).astype(jnp.float32)
    counts = jnp.maximum(goes_on, rollout.out * knobs.truncate)
    deltas = rewards + knobs.gamma * counts * values[1:] - values[:-1]

    def step(later: Array, inputs: tuple[Array, Array]) -> tuple[Array, Array]:
        delta, goes_on = inputs
        advantage = delta + knobs.gamma * knobs.gae_lambda * goes_on * later
        return advantage, advantage

    return lax.scan(step, jnp.zeros_like(deltas[0]), (deltas, goes_on), reverse=True)[1]


def _loss(parameters: Parameters, sample: _Sample, counts: Array, knobs: Knobs) -> tuple[Array, Losses]:
    """Return the loss of a minibatch and its parts; transitions that do not count are left out."""
    average, log_std = network.mean_and_log_std(parameters, sample.seen)
    log_std = log_std + knobs.offset
    log_prob = -0.5 * ((sample.actions - average) * jnp.exp(-log_std)) ** 2 - log_std
    log_ratio = jnp.where(counts, log_prob - sample.log_prob, 0.0)
    ratio = jnp.exp(log_ratio)
    clipped = jnp.clip(ratio, 1.0 - knobs.clip_range, 1.0 + knobs.clip_range)
    advantages = _normalised(sample.advantages, counts)
    losses = Losses(
        policy=-_mean(jnp.minimum(advantages * ratio, advantages * clipped), counts),
        value=_mean((network.value(parameters, sample.seen) - sample.returns) ** 2, counts),
        entropy=_mean(log_std + ENTROPY, counts),
        divergence=_mean(ratio - 1.0 - log_ratio, counts),
        clipped=_mean((ratio != clipped).astype(jnp.float32), counts),
    )
    return losses.policy + VALUE_WEIGHT * losses.value - knobs.entropy_weight * losses.entropy, losses


def _mean(part: Array, counts: Array) -> Array:
    """Return the mean of those that count."""
    return jnp.where(counts, part, 0.0).sum() / jnp.maximum(counts.sum(), 1).astype(jnp.float32)


def _normalised(advantages: Array, counts: Array) -> Array:
    """Return a minibatch's advantages less their mean, in standard deviations; 0 where one alone counts."""
    centred = advantages - _mean(advantages, counts)
    others = jnp.maximum(counts.sum() - 1, 1).astype(jnp.float32)
    return centred / (jnp.sqrt(jnp.where(counts, centred**2, 0.0).sum() / others) + 1e-8)
