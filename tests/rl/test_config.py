"""Settings of the environment, the rewards and the agent: the presets, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.config import EnvConfig
from pwlact.rl.schedules import ScheduleConfig
from pwlact.search.reward import RewardConfig


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


def test_no_weight_at_all_is_refused() -> None:
    with pytest.raises(ConfigError, match="above 0"):
        RewardConfig(mean_weight=0, max_weight=0)
