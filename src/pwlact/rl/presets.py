"""Presets: sets of settings by name."""

from __future__ import annotations

import dataclasses
from typing import Literal, TypedDict

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import PPOConfig
from pwlact.rl.config import EnvConfig
from pwlact.search.reward import RewardConfig

QUICK_EPISODES = 400_000  # of the faster engine

PresetName = Literal["tuned", "paper"]


TUNED = PPOConfig(
    strategies=48,
    starts="lobes",
    start_spread=0.5,
    drop_share=0.1,
    drop_every=0.015,
    drop_from=0.12,
    noise_fall=2.0,
    noise_fall_from=0.4,
)
"""What learns best in about a minute of Stable-Baselines3."""
FAST = dataclasses.replace(TUNED, envs=384, width=32)
"""What learns best in less than that of JAX, which does ten times the steps."""

NETWORK = PPOConfig(
    envs=16, minibatches=2, epochs=10, width=32, strategies=1, noise=0.2, noise_fall=2.5, noise_fall_from=0.0
)
"""What learns best of a network's loss in a few thousand episodes."""
NETWORK_EPISODES = 2_000
NETWORK_EPSILON = 1e-9  # far below the losses of good tables


class Preset(TypedDict):
    """Settings that a preset replaces."""

    env: EnvConfig
    reward: RewardConfig
    ppo: PPOConfig
    quick_episodes: int


def presets(name: str, engine: str = "sb3", *, slow: bool = False) -> Preset:
    """Return a preset: "tuned", the settings that learn best, or "paper", the task as published (ISOCC 2023).

    Under "paper" rewards keep their published sizes and are scaled for the learner alone; the first actions are short
    steps, so that the first episodes stay within the range.

    Parameters
    ----------
    name : {"tuned", "paper"}
        The preset.
    engine : {"jax", "sb3"}
        The library that learns: the faster one does more episodes.
    slow : bool
        Whether the reward is a network's loss, or an objective of the user's own, which may be slow: episodes are few
        then, and start near the points known best; the loss may be small, and so is its epsilon. It changes "tuned"
        alone.

    Raises
    ------
    ConfigError
        If there is no such preset.
    """
    if name == "tuned" and slow:
        return {
            "env": EnvConfig(),
            "reward": RewardConfig(epsilon=NETWORK_EPSILON),
            "ppo": NETWORK,
            "quick_episodes": NETWORK_EPISODES,
        }
    if name == "tuned":
        fast = engine == "jax"
        return {
            "env": EnvConfig(),
            "reward": RewardConfig(),
            "ppo": FAST if fast else TUNED,
            "quick_episodes": QUICK_EPISODES if fast else 0,
        }
    if name == "paper":
        return {
            "env": EnvConfig(action="step", observation="plain", truncate=True),
            "reward": RewardConfig(
                curvature_weight=1.0, out_of_range=-10.0, crowding=-5.0, balance=1.0, reward_power=0.0
            ),
            "ppo": PPOConfig(epochs=10, noise=1.0, first_action=-0.75, reward_scale=0.02),
            "quick_episodes": 0,
        }
    raise ConfigError(f"a preset is 'tuned' or 'paper', got {name!r}; choose one")
