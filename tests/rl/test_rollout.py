"""One episode played step by step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pwlact.functions import curvature
from pwlact.rl.rollout import rollout, rollouts
from pwlact.rl.task import Task

Make = Callable[..., Task]


def test_records_a_full_episode(make: Make) -> None:
    task = make("paper", segments=5)
    episode = rollout(task, lambda seen: np.array([[-0.5]]))
    assert episode.complete
    assert episode.points == pytest.approx([-5.9, -3.8, -1.7, 0.4])
    assert episode.actions.tolist() == [-0.5] * 4
    assert episode.curvature == pytest.approx(curvature(task.evaluator.problem.activation, episode.points))
    assert episode.rewards[:-1] == pytest.approx(episode.curvature_rewards[:-1])
    assert episode.rewards[-1] == pytest.approx(episode.curvature_rewards[-1] + episode.final + 1.0)


def test_records_an_early_end(make: Make) -> None:
    episode = rollout(make("paper"), lambda seen: np.array([[3.0]]))
    assert not episode.complete
    assert np.isnan(episode.final)
    assert episode.actions.tolist() == [1.0, 1.0]  # clipped
    assert episode.rewards[-1] == -10.0


def test_shows_the_agent_each_observation(make: Make) -> None:
    shown = []

    def act(seen: np.ndarray) -> np.ndarray:
        shown.append(seen.copy())
        return np.zeros((1, 1))

    rollout(make("tuned", segments=4), act)
    assert np.concatenate(shown)[:, :3].tolist() == np.eye(3).tolist()


def test_episodes_side_by_side_are_the_same_as_alone(make: Make) -> None:
    task = make("paper", segments=5)
    actions = [3.0, -0.5, 0.9, -0.9]  # the first leaves the range at its second step, the third at its third
    together = rollouts(task, lambda seen: np.array(actions)[:, None], 4)
    assert [episode.actions.size for episode in together] == [2, 4, 3, 4]
    for action, episode in zip(actions, together, strict=True):
        alone = rollout(task, lambda seen, action=action: np.array([[action]]))
        for name in ("points", "actions", "curvature", "curvature_rewards", "rewards", "final", "complete"):
            assert np.array_equal(getattr(alone, name), getattr(episode, name), equal_nan=True)
