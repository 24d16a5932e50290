"""Presets: the paper as published, and what learns best."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import EPISODES, PPOConfig
from pwlact.rl.config import EnvConfig
from pwlact.rl.presets import presets
from pwlact.search.reward import RewardConfig


def test_the_paper_preset_is_the_paper() -> None:
    preset = presets("paper")
    env, reward = preset["env"], preset["reward"]
    assert (env.action, env.step_scale, env.step_min) == ("step", 0.25, 0.1)
    assert (env.observation, env.truncate) == ("plain", True)
    assert (reward.mean_weight, reward.max_weight, reward.epsilon) == (0.2, 0.8, 1e-4)
    assert (reward.form, reward.reward_power) == ("reciprocal", 0.0)
    assert (reward.out_of_range, reward.crowding, reward.balance) == (-10.0, -5.0, 1.0)
    assert (reward.crowding_span, reward.crowding_first) == (0.21, 0.11)
    assert reward.curvature_weight == 1.0


@pytest.mark.parametrize("engine", ["sb3", "jax"])
def test_the_tuned_preset_is_the_usual_task_with_more_strategies(engine: str) -> None:
    preset = presets("tuned", engine)
    assert (preset["env"], preset["reward"]) == (EnvConfig(), RewardConfig())
    ppo = preset["ppo"]
    assert (ppo.starts, ppo.noise_fall) == ("lobes", 2.0)
    assert ppo.strategies > PPOConfig().strategies


def test_the_faster_engine_does_more_episodes() -> None:
    assert presets("tuned", "jax")["quick_episodes"] > EPISODES
    assert presets("paper", "jax") == presets("paper", "sb3")


def test_by_a_networks_loss_episodes_are_few_and_losses_may_be_small() -> None:
    preset = presets("tuned", "jax", slow=True)
    assert preset["quick_episodes"] < 10_000
    assert preset["reward"].epsilon < 1e-7
    assert preset["ppo"].strategies == 1
    assert presets("paper", slow=True) == presets("paper")


def test_an_unknown_preset_is_named() -> None:
    with pytest.raises(ConfigError, match="'tuned' or 'paper', got 'best'"):
        presets("best")
