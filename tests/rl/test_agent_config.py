"""Settings of the algorithms: what is refused, and how many steps a training takes."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError
from pwlact.formats import parse_format
from pwlact.rl.agent_config import A2CConfig, AgentConfig, PPOConfig, SACConfig, TD3Config
from pwlact.rl.budget import Budget
from pwlact.search.problem import Problem


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
        PPOConfig(drop_share=0.0),
        PPOConfig(drop_share=1.0),
        PPOConfig(drop_every=0.0),
        PPOConfig(drop_from=1.0),
        PPOConfig(noise_fall=-1.0),
        PPOConfig(noise_fall_from=1.0),
    ],
)
def test_bad_settings_of_an_algorithm_are_named(own: Any) -> None:
    name = type(own).__name__.removesuffix("Config").lower()
    with pytest.raises(ConfigError, match=rf"^{name}\."):
        AgentConfig(**{name: own})


def _problem(points: int, **more: Any) -> Problem:
    gelu = functions.get("gelu")
    return Problem(activation=gelu, interval=gelu.interval, segments=points + 1, **more)


def test_a_default_training_has_steps_in_proportion_to_its_points() -> None:
    assert AgentConfig().total_steps(_problem(16)) == 2 * AgentConfig().total_steps(_problem(8)) >= 2 * 300_000
    assert dataclasses.replace(AgentConfig(), steps=7).total_steps(_problem(16)) == 7


def test_a_training_lasts_steps_or_seconds() -> None:
    assert AgentConfig(seconds=30.0).budget(_problem(8)) == Budget(amount=30.0, unit="seconds")
    assert AgentConfig(steps=77).budget(_problem(8)) == Budget(amount=77, unit="steps")
    assert AgentConfig(episodes=100).budget(_problem(8)) == Budget(amount=800, unit="steps")
    with pytest.raises(ConfigError, match="got --steps 5 and --seconds 30; leave one out"):
        AgentConfig(steps=5, seconds=30.0)
    with pytest.raises(ConfigError, match="episodes must be at least 1, got 0"):
        AgentConfig(episodes=0)
    with pytest.raises(ConfigError, match="quick-episodes must be zero or more, got -1"):
        AgentConfig(quick_episodes=-1)


def test_trainings_in_real_numbers_are_quick() -> None:
    config = AgentConfig(quick_episodes=1000)
    assert [config.total_steps(_problem(points)) for points in (1, 8, 24, 32)] == [1000, 8000, 24_000, 24_000]
    q412 = parse_format("q4.12")
    unit = UnitSpec(input=q412, output=q412, slope=q412, intercept=q412)
    assert config.total_steps(_problem(8, fit="best")) == 4000
    assert config.total_steps(_problem(8, spec=unit)) == 600_000
    for problem in (_problem(8), _problem(8, spec=unit)):
        assert dataclasses.replace(config, episodes=100).total_steps(problem) == 800
    assert dataclasses.replace(config, steps=7).total_steps(_problem(8)) == 7


@pytest.mark.parametrize(("progress", "offset"), [(0.0, 0.0), (0.4, 0.0), (0.7, -1.0), (1.0, -2.0)])
def test_the_noise_falls_in_a_straight_line(progress: float, offset: float) -> None:
    assert PPOConfig(noise_fall=2.0).log_std_offset(progress) == pytest.approx(offset)
    assert PPOConfig().log_std_offset(progress) == 0.0
