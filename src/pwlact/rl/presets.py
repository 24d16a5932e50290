"""Presets: sets of settings by name."""

from __future__ import annotations

from typing import Literal, TypedDict

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.config import EnvConfig
from pwlact.search.reward import RewardConfig

PresetName = Literal["tuned", "paper"]


class Preset(TypedDict):
    """Settings that a preset replaces."""

    env: EnvConfig
    reward: RewardConfig
    ppo: PPOConfig


def presets(name: str) -> Preset:
    """Return a preset: "tuned", the settings that learn best, or "paper", the task as published (ISOCC 2023).

    Under "paper" rewards keep their published sizes and are scaled for the learner alone; the first actions are short
    steps, so that the first episodes stay within the range.

    Raises
    ------
    ConfigError
        If there is no such preset.
    """
    if name == "tuned":
        return {"env": EnvConfig(), "reward": RewardConfig(), "ppo": PPOConfig()}
    if name == "paper":
        return {
            "env": EnvConfig(action="step", observation="plain", truncate=True),
            "reward": RewardConfig(
                curvature_weight=1.0, out_of_range=-10.0, crowding=-5.0, balance=1.0, reward_power=0.0
            ),
            "ppo": PPOConfig(epochs=10, noise=1.0, first_action=-0.75, reward_scale=0.02),
        }
    raise ConfigError(f"a preset is 'tuned' or 'paper', got {name!r}; choose one")
