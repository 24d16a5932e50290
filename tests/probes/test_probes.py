"""Tasks whose best answer is known on paper: the agent must find it, and quickly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pwlact import functions
from pwlact.functions import Activation, Interval
from pwlact.rl.agent_config import AgentConfig, EngineName, PPOConfig
from pwlact.rl.config import EnvConfig
from pwlact.rl.engine import train
from pwlact.rl.presets import presets
from pwlact.rl.task import Task, make_task
from pwlact.rl.training import Training
from pwlact.search import Problem

# At a corner the fit is all but perfect, and the reward, a power of it, beyond what float32 can square.
pytestmark = pytest.mark.filterwarnings("ignore:.*(overflow|invalid value).*:RuntimeWarning")


@pytest.fixture(params=["jax", "sb3"])
def engine(request: pytest.FixtureRequest) -> EngineName:
    """Give each engine in turn."""
    name: EngineName = request.param
    return name


def _learn(task: Task, folder: Path, steps: int, engine: EngineName) -> Training:
    ppo = PPOConfig(envs=16, epochs=4, strategies=1, learning_rate=5e-3)
    config = AgentConfig(engine=engine, steps=steps, evaluations=2, ppo=ppo, env=task.env)
    return train(task, config, 0, folder, lambda status: True)


def _task(activation: Activation, segments: int, interval: Interval = (-8, 8), preset: str = "tuned") -> Task:
    settings = presets(preset)
    problem = Problem(activation=activation, interval=interval, segments=segments)
    return make_task(problem, settings["env"], settings["reward"])


@pytest.mark.parametrize(
    ("text", "interval", "best"),
    [("abs(x)", (-8, 8), 0.0), ("abs(x - 3)", (-8, 8), 3.0), ("max(x, 0) + 0.2 * x", (-1, 3), 0.0)],
)
def test_one_point_goes_to_the_corner(
    text: str, interval: Interval, best: float, tmp_path: Path, engine: EngineName
) -> None:
    task = _task(functions.from_expression(text, interval=interval), 2, interval)
    training = _learn(task, tmp_path, 1000, engine)
    width = interval[1] - interval[0]
    assert training.best_episode.points[0] == pytest.approx(best, abs=0.002 * width)
    assert training.final_policy.points[0] == pytest.approx(best, abs=0.02 * width)


def test_one_point_of_a_parabola_goes_to_the_middle(tmp_path: Path, engine: EngineName) -> None:
    training = _learn(_task(functions.from_expression("x**2"), 2), tmp_path, 1000, engine)
    assert training.best_episode.points[0] == pytest.approx(0.0, abs=0.2)
    assert training.final_policy.points[0] == pytest.approx(0.0, abs=1.0)


def test_in_steps_of_x_too_the_corner_is_found(tmp_path: Path, engine: EngineName) -> None:
    training = _learn(_task(functions.from_expression("abs(x)"), 2, (-2, 2), "paper"), tmp_path, 1500, engine)
    assert training.best_episode.points[0] == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("name", ["gelu_tanh", "sigmoid"])
def test_a_short_training_beats_the_points_it_starts_from(name: str, tmp_path: Path, engine: EngineName) -> None:
    task = _task(functions.get(name), 5)
    training = _learn(task, tmp_path, 2000, engine)
    assert training.best_episode.reward > 1.05 * task.base_reward
    assert training.final_policy.final > 1.02 * task.base_reward  # it has learned, it was not luck


def test_a_training_without_learning_stays_at_equal_gaps(tmp_path: Path, engine: EngineName) -> None:
    task = _task(functions.get("gelu_tanh"), 5)
    ppo = PPOConfig(envs=16, epochs=1, strategies=1, learning_rate=1e-9)
    config = AgentConfig(engine=engine, steps=1000, evaluations=2, ppo=ppo, env=EnvConfig())
    training = train(task, config, 0, tmp_path, lambda status: True)
    assert training.final_policy.final == pytest.approx(task.base_reward, rel=0.02)
    assert np.all(np.abs(training.final_policy.actions) < 0.05)
