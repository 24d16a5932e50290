"""The paper's study of schedules, as the file of a sweep."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pwlact.rl.presets import presets
from pwlact.rl.schedules import ScheduleConfig
from pwlact.settings.command_config import config_of
from pwlact.settings.sweep_file import SweepFile, read_sweep
from pwlact.settings.training import TrainConfig
from pwlact.studies.sweeps.plan import count_points, fixed_points

FILE = Path(__file__).parents[2] / "experiments" / "schedules.toml"


@pytest.fixture(scope="module")
def study() -> SweepFile:
    return read_sweep(FILE, ['train.engine="sb3"'])  # which the tests have; the study takes jax


def test_has_five_schedules_six_rates_three_functions_and_seeds(study: SweepFile) -> None:
    assert read_sweep(FILE).base["engine"] == "jax"
    assert (count_points(study), study.seeds) == (30, (0, 1, 2))
    assert study.published == {"gelu_tanh": 103.9, "silu": 77.6, "sigmoid": 208.1}
    assert study.measure == "best_episode"


def test_trials_are_the_tuned_agent_of_75000_episodes_with_a_schedule(study: SweepFile) -> None:
    for point in fixed_points(study):
        config = config_of("train", study.settings("silu", 2, point))
        assert isinstance(config, TrainConfig)
        kind, rate = str(point["schedule"]), float(point["ppo.learning_rate"])
        end = 0.01 if kind == "exponential" else 0.0
        assert config.ppo == dataclasses.replace(presets("tuned")["ppo"], learning_rate=rate)
        assert config.schedule == ScheduleConfig(kind=kind, end=end)  # type: ignore[arg-type]
        assert (config.env, config.reward) == (presets("tuned")["env"], presets("tuned")["reward"])
        problem = config.problem()
        assert (problem.activation.name, problem.interval, problem.points) == ("silu", (-8.0, 8.0), 8)
        assert (problem.fit, config.total_steps(problem), config.seed) == ("lstsq", 75_000 * 8, 2)
