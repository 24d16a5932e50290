"""Rewards of compiled rollouts are those of the environment; minibatches hold each transition once an epoch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pwlact.rl import dynamics, rewards
from pwlact.rl.agent_config import AgentConfig, PPOConfig
from pwlact.rl.jax.agent import Agent
from pwlact.rl.jax.collect import minibatches
from pwlact.rl.task import Task

Make = Callable[..., Task]


@pytest.mark.parametrize("preset", ["tuned", "paper"])
def test_rewards_are_those_of_steps_taken_one_by_one(make: Make, preset: str) -> None:
    task = make(preset, segments=6)
    agent = Agent(task, AgentConfig(env=task.env, ppo=PPOConfig(envs=16, strategies=2, noise=2.0)), 0)
    rollout, collected = agent.play([0, 1], 0.0)
    state, going = dynamics.initial(task, 16), np.ones(16, dtype=np.bool_)
    for k in range(task.points):
        state = dynamics.transition(task, state, np.asarray(rollout.actions[k], dtype=np.float64))
        reward = rewards.reward(task, state)
        assert np.array_equal(collected.taken[k], going)
        assert collected.rewards[k][going] == pytest.approx(reward.reward[going], rel=1e-9)
        assert not collected.rewards[k][~going].any()
        ended = going & dynamics.terminal(task, state)
        assert collected.final[ended] == pytest.approx(reward.final[ended], rel=1e-9, nan_ok=True)
        going &= ~ended
    if preset == "paper":
        assert 0 < np.isnan(collected.final).sum() < 16  # some left the range
    finals, points = collected.finished()
    full = ~np.isnan(collected.final)
    assert finals.tolist() == collected.final[full].tolist()
    assert points == pytest.approx(state.points[full], rel=1e-12)
    assert collected.lengths().tolist() == collected.taken.sum(axis=0).tolist()
    assert collected.returns() == pytest.approx(collected.rewards.sum(axis=0))


def test_each_transition_is_in_one_minibatch_of_each_epoch() -> None:
    generator = np.random.default_rng(0)
    taken = generator.random((5, 7)) < 0.7
    rows = minibatches(taken, 3, 4, 16, generator)
    assert rows.shape == (12, 16)
    wanted = np.flatnonzero(taken).tolist()
    for epoch in rows.reshape(4, 48):
        assert sorted(epoch[epoch >= 0].tolist()) == wanted
    assert len({tuple(epoch) for epoch in rows.reshape(4, 48).tolist()}) == 4
    sizes = (rows >= 0).sum(axis=1)
    assert sizes.max() == -(-len(wanted) // 3)


def test_few_transitions_fill_the_first_minibatches_which_come_again() -> None:
    rows = minibatches(np.ones((1, 3), dtype=np.bool_), 4, 1, 4, np.random.default_rng(0))
    assert (rows >= 0).sum(axis=1).tolist() == [2, 1, 2, 1]
    assert rows[:2].tolist() == rows[2:].tolist()
