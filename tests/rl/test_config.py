"""Settings of the environment, the rewards and the agent: the presets, and what is refused."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import A2CConfig, AgentConfig, PPOConfig, SACConfig, TD3Config
from pwlact.rl.config import EnvConfig
from pwlact.rl.presets import presets
from pwlact.rl.schedules import ScheduleConfig
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


def test_the_tuned_preset_is_the_defaults() -> None:
    assert presets("tuned") == {"env": EnvConfig(), "reward": RewardConfig(), "ppo": PPOConfig()}


def test_an_unknown_preset_is_named() -> None:
    with pytest.raises(ConfigError, match="'tuned' or 'paper', got 'best'"):
        presets("best")


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (EnvConfig, "spread", 1.0),
        (EnvConfig, "spread", math.inf),
        (EnvConfig, "floor", 0.0),
        (EnvConfig, "reach", 1.0),
        (EnvConfig, "step_scale", 0.0),
        (EnvConfig, "step_min", -0.1),
        (RewardConfig, "mean_weight", -0.1),
        (RewardConfig, "max_weight", math.nan),
        (RewardConfig, "epsilon", 0.0),
        (RewardConfig, "reward_power", -1.0),
        (RewardConfig, "reward_power", math.inf),
        (RewardConfig, "rate", math.nan),
        (RewardConfig, "out_of_range", -math.inf),
        (RewardConfig, "curvature_weight", math.nan),
        (ScheduleConfig, "warmup", 0.0),
        (ScheduleConfig, "warmup", 1.0),
        (ScheduleConfig, "start", 1.5),
        (ScheduleConfig, "end", math.nan),
        (AgentConfig, "steps", 0),
        (AgentConfig, "evaluations", 0),
    ],
)
def test_bad_settings_are_named(kind: Any, key: str, value: float) -> None:
    with pytest.raises(ConfigError) as caught:
        kind(**{key: value})
    message = str(caught.value)
    assert key.replace("_", "-") in message or key in message
    assert str(value) in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "own",
    [
        PPOConfig(envs=0),
        PPOConfig(learning_rate=math.nan),
        PPOConfig(learning_rate=-1e-3),
        PPOConfig(gamma=1.01),
        PPOConfig(noise=0.0),
        PPOConfig(strategies=0),
        A2CConfig(gae_lambda=-0.1),
        SACConfig(batch=0),
        SACConfig(tau=0.0),
        TD3Config(buffer=0),
        TD3Config(action_noise=-0.1),
        SACConfig(learning_rate=math.inf),
        PPOConfig(start_spread=math.nan),
        PPOConfig(first_action=math.nan),
        PPOConfig(reward_scale=0.0),
    ],
)
def test_bad_settings_of_an_algorithm_are_named(own: Any) -> None:
    name = type(own).__name__.removesuffix("Config").lower()
    with pytest.raises(ConfigError, match=rf"^{name}\."):
        AgentConfig(**{name: own})


def test_no_weight_at_all_is_refused() -> None:
    with pytest.raises(ConfigError, match="above 0"):
        RewardConfig(mean_weight=0, max_weight=0)


def test_an_exponential_decay_cannot_reach_zero() -> None:
    with pytest.raises(ConfigError, match="end above 0"):
        ScheduleConfig(kind="one-cycle", decay="exponential", end=0.0)


def test_a_default_trainings_steps_go_by_its_points() -> None:
    assert AgentConfig().total_steps(16) == 2 * AgentConfig().total_steps(8) >= 2 * 300_000  # the paper's
    assert dataclasses.replace(AgentConfig(), steps=7).total_steps(16) == 7
