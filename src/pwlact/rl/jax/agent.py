"""The agent of a training: its networks, their optimiser and the generator of its noise."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
import optax

from pwlact._types import Array
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.jax.collect import Collected, collect, minibatches
from pwlact.rl.jax.parameters import NetworkSize, Parameters, first_parameters, pad, size_of, unpad
from pwlact.rl.jax.play import Rollout, play
from pwlact.rl.jax.policy import policy_act
from pwlact.rl.jax.rules import kind_of, rules_of
from pwlact.rl.jax.update import OPTIMISER, Knobs, Losses, update
from pwlact.rl.rollout import Act
from pwlact.rl.task import Task


class Agent:
    """Plays rollouts and learns from them.

    Parameters
    ----------
    task : Task
        What it learns.
    config : AgentConfig
        How it learns.
    seed : int
        Seed of its weights and its noise.
    starts : ndarray, shape (points, strategies), optional
        First actions of the strategies.
    """

    def __init__(self, task: Task, config: AgentConfig, seed: int, starts: Array | None = None) -> None:
        self.task, self.config, self.own = task, config, config.ppo
        self.size: NetworkSize = size_of(task, config)
        self.steps = self.size.padded().steps
        self.episodes = max(self.own.envs * self.own.rollout_episodes, 2 if task.points == 1 else 1)
        self.generator = np.random.default_rng((seed, 1))
        first = first_parameters(self.size, self.own, starts, self.generator)
        self.parameters: dict[str, Any] = {
            name: jax.numpy.asarray(part) for name, part in pad(first, self.size).items()
        }
        self.optimiser: optax.OptState = jax.jit(OPTIMISER.init)(self.parameters)
        self._kind, self._rules = kind_of(task), jax.device_put(rules_of(task))
        self._row = max(-(-self.episodes * self.steps // self.own.minibatches), 2)

    def play(self, alive: list[int], offset: float) -> tuple[Rollout, Collected]:
        """Play a rollout of the strategies `alive`, which take turns; return it with its rewards."""
        followed = np.resize(np.array(alive or [0], dtype=np.int32), self.episodes)
        noise = np.zeros((self.steps, self.episodes), dtype=np.float32)
        noise[: self.task.points] = self.generator.standard_normal((self.task.points, self.episodes), dtype=np.float32)
        rollout = play(self._kind, self.parameters, self._rules, followed, noise, np.float32(offset))
        return rollout, collect(self.task, rollout)

    def learn(self, rollout: Rollout, collected: Collected, rate: float, offset: float) -> Losses:
        """Learn from a rollout that was played with the log standard deviations `offset` higher."""
        own = self.own
        rewards = np.zeros((self.steps, self.episodes), dtype=np.float32)
        rewards[: self.task.points] = own.reward_scale * collected.rewards
        order = minibatches(collected.taken, own.minibatches, own.epochs, self._row, self.generator)
        numbers = (rate, offset, own.gamma, own.gae_lambda, own.clip_range, own.entropy_weight, self.task.env.truncate)
        knobs = Knobs(*map(np.float32, numbers))  # type: ignore[arg-type]
        learned = update(self.parameters, self.optimiser, rollout, rewards, order, knobs)
        losses: Losses
        self.parameters, self.optimiser, losses = learned
        return losses

    def policy(self) -> Parameters:
        """Return the networks' parameters as numpy arrays."""
        return unpad(self.parameters, self.size)

    def act(self) -> Act:
        """Return the policy without noise."""
        return policy_act(self.policy(), self.size)
