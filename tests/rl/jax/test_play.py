"""Compiled episodes are those of the pure dynamics, step by step."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pwlact.rl import dynamics
from pwlact.rl.agent_config import AgentConfig, PPOConfig
from pwlact.rl.config import EnvConfig
from pwlact.rl.jax.agent import Agent
from pwlact.rl.jax.play import play
from pwlact.rl.jax.policy import policy_act
from pwlact.rl.jax.rules import kind_of, rules_of
from pwlact.rl.strategies import with_strategy
from pwlact.rl.task import Task

Make = Callable[..., Task]
ENVS = [
    EnvConfig(action=action, observation=observation)
    for action, observation in itertools.product(("curvature", "step"), ("one-hot", "plain"))
]


def _agent(task: Task, env: EnvConfig) -> Agent:
    """Return an agent with random parameters that do not matter little."""
    agent = Agent(task, AgentConfig(env=env, ppo=PPOConfig(envs=8, strategies=4, noise=1.5)), 0)
    return agent


@pytest.mark.parametrize("env", ENVS, ids=lambda env: f"{env.action}-{env.observation}")
@pytest.mark.parametrize("segments", [2, 6, 9])
def test_trajectories_are_those_of_the_dynamics(make: Make, env: EnvConfig, segments: int) -> None:
    task = make("tuned", segments=segments, env=env)
    agent = _agent(task, env)
    followed = np.arange(8, dtype=np.int32) % 4 if agent.size.strategies else np.zeros(8, dtype=np.int32)
    noise = np.random.default_rng(1).standard_normal((agent.steps, 8)).astype(np.float32)
    offset = np.float32(-0.5)
    rollout = play(kind_of(task), agent.parameters, rules_of(task), followed, noise, offset)
    played = {name: np.asarray(part) for name, part in rollout._asdict().items()}
    act = policy_act(agent.policy(), agent.size)
    state, going = dynamics.initial(task, 8), np.ones(8, dtype=np.bool_)
    for k in range(task.points):
        seen = dynamics.observation(task, state)
        told = with_strategy(seen, followed, 4) if agent.size.strategies else seen
        shown = _unpadded(played["seen"][k], task, agent)
        assert shown[going] == pytest.approx(told[going], abs=3e-6)
        assert np.array_equal(played["taken"][k], going)
        log_std = _log_std(agent, k, followed) + offset
        mean = played["actions"][k] - np.exp(log_std) * noise[k]
        assert mean[going] == pytest.approx(act(told)[going, 0], abs=2e-5)
        assert played["log_prob"][k] == pytest.approx(-0.5 * noise[k] ** 2 - log_std, abs=1e-5)
        state = dynamics.transition(task, state, played["actions"][k].astype(np.float64))
        if env.action == "step":
            assert played["x"][k][going] == pytest.approx(state.points[going, k], rel=1e-13)
        else:
            assert played["u"][k][going] == pytest.approx(state.u[going, k], rel=1e-13)
        assert np.array_equal(played["out"][k][going], state.out[going])
        going &= ~dynamics.terminal(task, state)
    assert not played["taken"][task.points :].any()


def _unpadded(seen: Any, task: Task, agent: Agent) -> Any:
    """Return observations without the one-hot's padding, which is 0."""
    if not agent.size.strategies:
        return seen
    assert not seen[:, task.points : agent.steps].any()
    return np.concatenate((seen[:, : task.points], seen[:, agent.steps :]), axis=1)


def _log_std(agent: Agent, step: int, followed: Any) -> Any:
    log_std = agent.policy()["log_std"]
    return log_std[step, followed] if agent.size.strategies else np.full(followed.size, log_std[0, 0])
