"""What an agent is given: its environment, with rewards scaled for it alone, and a model that knows its settings."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pwlact.rl.agent_config import AgentConfig, PPOConfig
from pwlact.rl.dynamics import Task
from pwlact.rl.presets import presets
from pwlact.rl.sb3.models import make_env, make_model

Make = Callable[..., Task]


def _config(small: AgentConfig, **ppo: float) -> AgentConfig:
    return dataclasses.replace(small, ppo=dataclasses.replace(small.ppo, **ppo))


def test_rewards_are_scaled_for_the_agent_alone(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    task = make("tuned", segments=3)
    paid = {}
    for scale in (1.0, 0.02):
        env = make_env(task, _config(small, reward_scale=scale), tmp_path / f"{scale}.monitor.csv")
        env.given.reset()
        rewards = [env.given.step(np.full((8, 1), 0.1))[1] for _ in range(2)]
        paid[scale] = np.concatenate(rewards)
        assert env.bare.best.episodes == 8
        env.given.close()
    assert paid[0.02] == pytest.approx(0.02 * paid[1.0])
    assert paid[1.0].max() > 0
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


def test_the_papers_agent_begins_with_short_steps(make: Make) -> None:
    preset = presets("paper")
    task = make("paper")
    config = AgentConfig(env=preset["env"], reward=preset["reward"], ppo=preset["ppo"])
    model = make_model(task, config, make_env(task, config).given, seed=0)
    action, _ = model.predict(np.array([[1.0, -1.0, 1.0]], dtype=np.float32), deterministic=True)
    assert action[0, 0] == pytest.approx(-0.75, abs=0.05)


def test_a_models_settings_are_the_agents(make: Make) -> None:
    config = AgentConfig(ppo=PPOConfig(envs=6, minibatches=3, epochs=7, gamma=0.9, gae_lambda=0.8, clip_range=0.1))
    task = make("tuned", segments=5)
    model = make_model(task, config, make_env(task, config).given, seed=0)
    assert (model.n_envs, model.n_steps, model.batch_size, model.n_epochs) == (6, 4, 8, 7)  # type: ignore[attr-defined]
    assert (model.gamma, model.gae_lambda, model.clip_range(1.0)) == (0.9, 0.8, 0.1)  # type: ignore[attr-defined]
    assert model.lr_schedule(0.5) == pytest.approx(0.5 * config.ppo.learning_rate)


def test_a_seed_is_the_models(make: Make, small: AgentConfig) -> None:
    task = make("tuned", segments=3)
    first = [
        make_model(task, small, make_env(task, small).given, seed).policy.state_dict()["mlp_extractor.actor.0.weight"]
        for seed in (1, 1, 2)
    ]
    assert first[0].tolist() == first[1].tolist() != first[2].tolist()
