"""An update is that of a reference in numpy, whose gradients are differences."""

from __future__ import annotations

import math
from typing import Any

import jax
import numpy as np
import pytest
from numpy.typing import NDArray

from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.jax.parameters import NetworkSize, first_parameters
from pwlact.rl.jax.play import Rollout
from pwlact.rl.jax.update import OPTIMISER, Knobs, Losses, update

Array = NDArray[np.float64]
STEPS, EPISODES, STRATEGIES, WIDTH = 3, 4, 2, 3
NUMBERS = {
    "rate": 0.01, "offset": -0.3, "gamma": 0.9, "gae_lambda": 0.8, "clip_range": 0.1, "entropy_weight": 0.05,
}  # fmt: skip


def _rollout(size: NetworkSize, generator: np.random.Generator) -> Rollout:
    """Return a rollout in which an episode leaves the range at its second step, and one at its first."""
    shape = (STEPS, EPISODES)
    out = np.zeros(shape, dtype=np.bool_)
    out[1, 1] = out[0, 2] = True
    taken = np.ones(shape, dtype=np.bool_)
    taken[2, 1] = taken[1:, 2] = False
    seen = generator.standard_normal((STEPS + 1, EPISODES, size.observed))
    if size.strategies:
        seen[..., :STEPS] = np.eye(STEPS + 1)[:, None, :STEPS]
        seen[..., -STRATEGIES:] = np.eye(STRATEGIES)[np.arange(EPISODES) % STRATEGIES]
    return Rollout(
        seen=seen, actions=generator.standard_normal(shape), log_prob=-0.5 * generator.random(shape),
        x=np.zeros(shape), u=np.zeros(shape), out=out, taken=taken,
    )  # type: ignore[arg-type]  # fmt: skip


def _layers(parameters: dict[str, Array], network: str, seen: Array) -> Array:
    for k in range(2):
        seen = np.tanh(seen @ parameters[f"{network}_weight_{k}"] + parameters[f"{network}_bias_{k}"])
    return np.asarray((seen @ parameters[f"{network}_weight_2"] + parameters[f"{network}_bias_2"])[..., 0])


def _advantages(parameters: dict[str, Array], rollout: Any, rewards: Array, truncate: bool) -> tuple[Array, Array]:
    """Return advantages and returns, one transition at a time."""
    values = _layers(parameters, "critic", rollout.seen)
    advantages = np.zeros((STEPS, EPISODES))
    for n in range(EPISODES):
        later = 0.0
        for k in reversed(range(STEPS)):
            if not rollout.taken[k, n]:
                continue
            goes_on = k + 1 < STEPS and not rollout.out[k, n]
            follows = values[k + 1, n] if goes_on or (truncate and rollout.out[k, n]) else 0.0
            delta = rewards[k, n] + NUMBERS["gamma"] * follows - values[k, n]
            later = delta + NUMBERS["gamma"] * NUMBERS["gae_lambda"] * later * goes_on
            advantages[k, n] = later
    return advantages, advantages + values[:-1]


def _losses(parameters: dict[str, Array], rollout: Any, advantages: Array, returns: Array, rows: Any) -> Losses:
    seen = rollout.seen[:-1].reshape(STEPS * EPISODES, -1)[rows]
    mean, log_std = _layers(parameters, "actor", seen), parameters["log_std"]
    if "table" in parameters:
        step, strategy = seen[:, :STEPS].argmax(axis=1), seen[:, -STRATEGIES:].argmax(axis=1)
        mean, spread = mean + parameters["table"][step, strategy], log_std[step, strategy]
    else:
        spread = np.full(mean.size, log_std[0, 0])
    spread = spread + NUMBERS["offset"]
    log_prob = -0.5 * ((rollout.actions.ravel()[rows] - mean) / np.exp(spread)) ** 2 - spread
    ratio = np.exp(log_prob - rollout.log_prob.ravel()[rows])
    kept = np.clip(ratio, 1 - NUMBERS["clip_range"], 1 + NUMBERS["clip_range"])
    chosen = advantages.ravel()[rows]
    chosen = (chosen - chosen.mean()) / (chosen.std(ddof=1) + 1e-8)
    return Losses(
        policy=-np.minimum(chosen * ratio, chosen * kept).mean(),
        value=((_layers(parameters, "critic", seen) - returns.ravel()[rows]) ** 2).mean(),
        entropy=(spread + 0.5 * math.log(2 * math.pi * math.e)).mean(),
        divergence=(ratio - 1 - np.log(ratio)).mean(),
        clipped=(ratio != kept).mean(),
    )  # type: ignore[arg-type]


def _gradient(parameters: dict[str, Array], loss: Any) -> dict[str, Array]:
    """Return central differences of a loss."""
    found = {name: np.zeros_like(array) for name, array in parameters.items()}
    for name, array in parameters.items():
        for i in np.ndindex(array.shape):
            sides = []
            for h in (1e-6, -1e-6):
                moved = array.copy()
                moved[i] += h
                sides.append(loss(parameters | {name: moved}))
            found[name][i] = (sides[0] - sides[1]) / 2e-6
    return found


@pytest.mark.parametrize("strategies", [STRATEGIES, 0])
@pytest.mark.parametrize("truncate", [True, False])
def test_an_update_is_that_of_the_reference(strategies: int, truncate: bool) -> None:
    generator = np.random.default_rng(3)
    size = NetworkSize(STEPS, strategies, WIDTH)
    rollout, rewards = _rollout(size, generator), generator.standard_normal((STEPS, EPISODES))
    own = {name: array + 0.3 * generator.standard_normal(array.shape)
           for name, array in first_parameters(size, PPOConfig(), None, generator).items()}  # fmt: skip
    rows = generator.permutation(np.flatnonzero(rollout.taken))
    order = np.full((4, 6), -1, dtype=np.int32)
    order[0, :5], order[1, :4], order[2, :5], order[3, :4] = rows[:5], rows[5:], rows[4:], rows[:4]

    knobs = Knobs(*(np.float64(NUMBERS.get(name, truncate)) for name in Knobs._fields))  # type: ignore[arg-type]
    learned, state, losses = update(jax.tree.map(np.array, own), OPTIMISER.init(own), rollout, rewards, order, knobs)

    advantages, returns = _advantages(own, rollout, rewards, truncate)
    first = {name: np.zeros_like(array) for name, array in own.items()}
    second, seen = dict(first), []
    for t, batch in enumerate(order, 1):
        batch = batch[batch >= 0]

        def loss(parameters: dict[str, Array], batch: Any = batch) -> float:
            parts = _losses(parameters, rollout, advantages, returns, batch)
            return float(parts.policy + 0.5 * parts.value - NUMBERS["entropy_weight"] * parts.entropy)

        seen.append(_losses(own, rollout, advantages, returns, batch))
        gradient = _gradient(own, loss)
        norm = math.sqrt(sum(float((part**2).sum()) for part in gradient.values()))
        for name, part in gradient.items():
            part = part * min(0.5 / norm, 1.0)
            first[name] = 0.9 * first[name] + 0.1 * part
            second[name] = 0.999 * second[name] + 0.001 * part**2
            scaled = np.sqrt(second[name] / (1 - 0.999**t)) + 1e-5
            own = own | {name: own[name] - NUMBERS["rate"] * first[name] / (1 - 0.9**t) / scaled}
    for name, array in own.items():
        assert np.asarray(learned[name]) == pytest.approx(array, abs=2e-6), name
    for name, mean in zip(Losses._fields, np.mean([list(parts) for parts in seen], axis=0), strict=True):
        assert float(getattr(losses, name)) == pytest.approx(mean, rel=1e-5), name
    assert int(state[1].count) == 4


def test_what_is_infinite_ends_no_training() -> None:
    generator = np.random.default_rng(3)
    size = NetworkSize(STEPS, STRATEGIES, WIDTH)
    own = first_parameters(size, PPOConfig(), None, generator)
    rollout = jax.tree.map(
        lambda part: part.astype(np.float32) if part.dtype == np.float64 else part, _rollout(size, generator)
    )
    rewards = np.zeros((STEPS, EPISODES), dtype=np.float32)
    rewards[2, 0] = 1e20  # its square is more than float32 holds
    order = np.array([[8, 0, 1, -1]], dtype=np.int32)
    knobs = Knobs(*(np.float32(NUMBERS.get(name, 0)) for name in Knobs._fields))  # type: ignore[arg-type]
    learned, _, _ = update(jax.tree.map(jax.numpy.asarray, own), OPTIMISER.init(own), rollout, rewards, order, knobs)
    assert all(np.isfinite(part).all() for part in learned.values())
