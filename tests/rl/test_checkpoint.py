"""A training's state and best episode come back as they went; damaged files are refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.rl.checkpoint import BEST, STATE, load_best, load_state, save_best, save_state
from pwlact.rl.training import BestEpisode, TrainingState


@pytest.mark.parametrize(
    "state",
    [
        TrainingState(),
        TrainingState(
            steps=640, episodes=80, seconds=1.25, best_policy=42.5, best_policy_points=(-1.0, 0.1 + 0.2), alive=(0, 3)
        ),
    ],
)
def test_the_state_comes_back(tmp_path: Path, state: TrainingState) -> None:
    assert load_state(tmp_path) is None
    save_state(tmp_path, state)
    assert load_state(tmp_path) == state


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "{}", "[" * 100_000, '{"steps": 1}',
     json.dumps({"steps": "x", "episodes": 1, "seconds": 1, "best_policy": 1, "best_policy_points": [], "alive": []}),
     json.dumps({"steps": 1, "episodes": 1, "seconds": 1, "best_policy": 1, "best_policy_points": 3, "alive": []})],
)  # fmt: skip
def test_refuses_a_damaged_state(tmp_path: Path, text: str) -> None:
    (tmp_path / STATE).write_text(text)
    with pytest.raises(FileError, match="train anew"):
        load_state(tmp_path)


def test_the_best_episode_comes_back(tmp_path: Path) -> None:
    assert (load_best(tmp_path, 2).reward, load_best(tmp_path, 2).points.size) == (-np.inf, 0)
    best = BestEpisode(reward=0.1 + 0.2, points=np.array([-1.0, 1 / 3]), episodes=7)
    save_best(tmp_path, best)
    again = load_best(tmp_path, 2)
    assert (again.reward, again.points.tolist(), again.episodes) == (best.reward, best.points.tolist(), 7)
    save_best(tmp_path, BestEpisode())
    assert load_best(tmp_path, 2).reward == -np.inf


@pytest.mark.parametrize(
    "text",
    ["", "{}", "null", '{"reward": 1, "points": [1, 2, 3], "episodes": 1}', '{"reward": 1, "points": 1, "episodes": 1}',
     '{"reward": "much", "points": [1, 2], "episodes": 1}', '{"reward": 1, "points": ["a", 2], "episodes": 1}'],
)  # fmt: skip
def test_refuses_a_damaged_best_episode(tmp_path: Path, text: str) -> None:
    (tmp_path / BEST).write_text(text)
    with pytest.raises(FileError, match="train anew"):
        load_best(tmp_path, 2)
