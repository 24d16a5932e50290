"""A task has a base reward, and refuses what no agent can learn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from placements import play

from pwlact import functions
from pwlact.errors import BreakpointError, ConfigError
from pwlact.rl.config import EnvConfig
from pwlact.rl.task import Task
from pwlact.search.reward import RewardConfig

Make = Callable[..., Task]


def test_the_base_is_the_better_of_equal_curvature_and_equidistant(make: Make) -> None:
    task = make("tuned", function="softsign", segments=3)
    u = np.array([1, 2]) / 3
    both = np.stack((task.coordinate.to_x(u), -8 + 16 * u))
    rewards = 1 / (task.evaluator.objectives(both) + 1e-4)
    assert task.base_reward == pytest.approx(rewards.max())


def test_an_exponential_reward_of_nothing_is_refused(make: Make) -> None:
    with pytest.raises(ConfigError, match="rate 5; lower it"):
        make("tuned", function="exp", interval=(0, 30), segments=3, reward=RewardConfig(form="exponential"))


@pytest.mark.parametrize("segments", [1, 0, -1, 4001])
def test_zero_or_too_many_segments_are_refused(make: Make, segments: int) -> None:
    with pytest.raises(BreakpointError):
        make("tuned", segments=segments)


@pytest.mark.parametrize("text", ["2*x + 1", "abs(x)", "sin(5*x)"])
def test_any_expression_makes_a_task(make: Make, text: str) -> None:
    task: Any = make("tuned", function=functions.from_expression(text), env=EnvConfig(), segments=4)
    assert np.isfinite(play(task, [0.0] * 3)[-1][1].reward[0])
