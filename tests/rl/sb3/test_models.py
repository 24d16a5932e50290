"""A model has the settings of its agent."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pwlact.rl.agent_config import AgentConfig, PPOConfig
from pwlact.rl.presets import presets
from pwlact.rl.sb3.environment import make_env
from pwlact.rl.sb3.models import make_model
from pwlact.rl.task import Task

Make = Callable[..., Task]


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
