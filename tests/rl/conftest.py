"""Small tasks and agents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pwlact import functions
from pwlact.functions import Activation, Interval
from pwlact.rl.agent_config import AgentConfig, PPOConfig
from pwlact.rl.presets import presets
from pwlact.rl.task import Task, make_task
from pwlact.search import Objective, Problem
from pwlact.search.problem import FitName

MakeTask = Callable[..., Task]


def _make(
    preset: str = "tuned",
    segments: int = 9,
    function: str | Activation = "gelu_tanh",
    interval: Interval = (-8, 8),
    fit: FitName = "lstsq",
    **replaced: Any,
) -> Task:
    settings = {**presets(preset), **replaced}
    activation = functions.get(function) if isinstance(function, str) else function
    reward = settings["reward"]
    problem = Problem(
        activation=activation,
        interval=interval,
        segments=segments,
        fit=fit,
        objective=Objective(mean_weight=reward.mean_weight, max_weight=reward.max_weight),
    )
    return make_task(problem, settings["env"], reward)


@pytest.fixture(scope="session")
def make() -> MakeTask:
    """Give the maker of tasks."""
    return _make


@pytest.fixture(scope="session")
def small() -> AgentConfig:
    """Give an agent that learns in a second: 8 episodes side by side, two strategies."""
    return AgentConfig(steps=600, evaluations=3, ppo=PPOConfig(envs=8, epochs=2, minibatches=2, strategies=4))
