"""The result of a training says what each set of points is."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from trainings import points_of, unseen

from pwlact.errors import RunError
from pwlact.rl.rollout import rollout
from pwlact.rl.task import Task, make_task
from pwlact.rl.training import BestEpisode, Training, TrainingState
from pwlact.runs.folder import RESULT
from pwlact.runs.training import run_training
from pwlact.runs.training_result import training_result
from pwlact.settings.training import TrainConfig


def test_the_result_says_what_each_set_of_points_is(tiny: TrainConfig) -> None:
    folder, result = run_training(dataclasses.replace(tiny, polish=True), unseen)
    data = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    for kind in ("best_episode", "best_policy", "final_policy", "polished"):
        assert set(data[kind]) == {"points", "errors", "reward"}
        assert data[kind]["reward"] <= data["polished"]["reward"]
        errors = data[kind]["errors"]["grid"]
        assert data[kind]["reward"] == pytest.approx(1 / (0.2 * errors["mean"] + 0.8 * errors["max"] + 1e-4))
    assert data["points"] == data["polished"]["points"] != data["best_episode"]["points"]
    assert data["best_policy"]["reward"] >= data["final_policy"]["reward"]
    assert data["reward"] == data["polished"]["reward"] > data["best_episode"]["reward"]
    assert data["best_episode"]["reward"] >= data["best_policy"]["reward"]
    assert data["evaluations"] == result.evaluations > 100
    assert data["versions"].keys() >= {"pwlact", "python", "torch", "stable-baselines3"}


def test_without_an_episode_there_is_no_result(make_tiny: tuple[Task, TrainConfig]) -> None:
    task, config = make_tiny
    nothing = Training(
        best_episode=BestEpisode(),
        best_policy=(),
        final_policy=rollout(task, _equal_gaps),
        state=TrainingState(steps=7),
        complete=True,
    )
    with pytest.raises(RunError, match="none in 7 steps"):
        training_result(task, config, 0, nothing)


@pytest.mark.parametrize("polish", [False, True])
def test_polished_points_are_the_result_only_where_they_earn_more(
    make_tiny: tuple[Task, TrainConfig], polish: bool
) -> None:
    task, config = make_tiny
    episode = rollout(task, _equal_gaps)
    best = BestEpisode(reward=episode.final, points=episode.points, episodes=1)
    training = Training(best_episode=best, best_policy=(), final_policy=episode, state=TrainingState(), complete=False)
    result = training_result(task, dataclasses.replace(config, polish=polish), 0, training)
    kind = "polished" if polish else "best_episode"
    assert points_of(result) == result.details[kind]["points"]
    assert result.reward == result.details[kind]["reward"] >= result.details["best_episode"]["reward"]
    assert (result.status, result.details["best_policy"]) == ("interrupted", None)
    if polish:  # points that are the best already stay
        top = BestEpisode(reward=result.reward, points=np.array(points_of(result)), episodes=1)
        again = training_result(
            task, dataclasses.replace(config, polish=True), 0, dataclasses.replace(training, best_episode=top)
        )
        assert again.reward >= result.reward


def _equal_gaps(seen: np.ndarray) -> np.ndarray:
    return np.zeros((1, 1))


@pytest.fixture
def make_tiny(tiny: TrainConfig) -> tuple[Task, TrainConfig]:
    """Give the tiny training's task and settings."""
    return make_task(tiny.problem(), tiny.env, tiny.reward), tiny
