"""An agent is given its environment, with rewards scaled for it alone, and with strategies where it knows them."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.sb3.environment import make_env
from pwlact.rl.task import Task

Make = Callable[..., Task]


def _config(small: AgentConfig, **ppo: float) -> AgentConfig:
    return dataclasses.replace(small, ppo=dataclasses.replace(small.ppo, **ppo))


def test_rewards_are_scaled_for_the_agent_alone(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    earned = {}
    for scale in (1.0, 0.02):
        env = make_env(task, _config(small, reward_scale=scale), monitor=tmp_path / f"{scale}.monitor.csv")
        env.given.reset()
        rewards = [env.given.step(np.full((8, 1), 0.1))[1] for _ in range(2)]
        earned[scale] = np.concatenate(rewards)
        assert env.bare.best.episodes == 8
        env.given.close()
    assert earned[0.02] == pytest.approx(0.02 * earned[1.0])
    assert earned[1.0].max() > 0
    rows = [list(csv.reader((tmp_path / f"{scale}.monitor.csv").open(encoding="utf-8")))[2:] for scale in (1.0, 0.02)]
    assert len(rows[0]) == 8
    assert [[row[0], row[1], row[3]] for row in rows[0]] == [[row[0], row[1], row[3]] for row in rows[1]]


@pytest.mark.parametrize(
    ("algorithm", "observation", "told"), [("ppo", "one-hot", 4), ("sac", "one-hot", 0), ("ppo", "plain", 0)]
)
def test_only_networks_that_know_strategies_are_told(
    make: Make, small: AgentConfig, algorithm: str, observation: str, told: int
) -> None:
    env_config = dataclasses.replace(small.env, observation=observation)
    task = make("tuned", segments=3, env=env_config)
    env = make_env(task, dataclasses.replace(small, algorithm=algorithm, env=env_config))
    size = {"one-hot": 7, "plain": 3}[observation]
    assert env.given.observation_space.shape == (size + told,)
    assert (env.strategies is None) == (told == 0)
