"""Settings of a training: what they refuse, and the problem that they state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pwlact.errors import ConfigError
from pwlact.search.problem import OBJECTIVES
from pwlact.search.reward import RewardConfig
from pwlact.settings.training import TrainConfig


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seeds": 0}, "seeds and jobs must be at least 1, got 0 and 1"),
        ({"jobs": 0}, "seeds and jobs must be at least 1, got 1 and 0"),
        ({"seed": -1}, "a seed is from 0 to 2147483647, got -1"),
        ({"seed": 2**31}, "a seed is from 0 to 2147483647, got 2147483648"),
        ({"steps": 0}, "steps must be at least 1, got 0"),
        ({"polish": True, "reward": RewardConfig(area_weight=1.0)}, "knows no area, got --polish with area-weight 1"),
    ],
)
def test_bad_settings_are_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        TrainConfig(function="gelu", **given)


def test_the_objective_is_the_named_one_or_the_rewards_weights() -> None:
    assert TrainConfig(function="gelu", objective="max").problem().objective == OBJECTIVES["max"]
    weights = TrainConfig(function="gelu", reward=RewardConfig(mean_weight=0.5, max_weight=0.25)).problem().objective
    assert (weights.mean_weight, weights.max_weight, weights.measure) == (0.5, 0.25, "grid")
    unit = TrainConfig(function="silu", format="q4.4").problem().objective
    assert unit.measure == "codes"


def test_steps_by_default_grow_with_the_points() -> None:
    usual, short = TrainConfig(function="gelu"), TrainConfig(function="gelu", steps=77)
    assert usual.total_steps(usual.problem()) == 600_000
    assert short.total_steps(short.problem()) == 77


def test_the_agent_learns_on_exact_samples(tmp_path: Path) -> None:
    path = tmp_path / "scan.csv"
    path.write_text("".join(f"{x},{x * x}\n" for x in range(20)))
    assert TrainConfig(data=str(path), segments=4).problem().activation.name == "scan"
    with pytest.raises(ConfigError, match="the agent learns on exact samples, got noisy data; search noisy data"):
        TrainConfig(data=str(path), noisy=True).problem()
