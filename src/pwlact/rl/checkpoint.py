"""Files of a training that any engine writes: its state and its best episode."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np

from pwlact.errors import FileError
from pwlact.files import read_text, write_text
from pwlact.rl.training import BestEpisode, TrainingState

STATE = "checkpoint.json"
BEST = "best_episode.json"


def save_state(folder: Path, state: TrainingState) -> None:
    """Write a training's state to `folder`."""
    write_text(folder / STATE, json.dumps(dataclasses.asdict(state)))


def load_state(folder: Path) -> TrainingState | None:
    """Read a training's state; None where none was written.

    Raises
    ------
    FileError
        If the file is damaged.
    """
    if not (folder / STATE).exists():
        return None
    return state_from_json(_read_json(folder / STATE), folder / STATE)


def state_from_json(data: dict[str, Any], path: Path) -> TrainingState:
    """Return the state that `dataclasses.asdict` wrote, read from a file at `path`.

    Raises
    ------
    FileError
        If it is damaged.
    """
    try:
        return TrainingState(
            steps=int(data["steps"]),
            episodes=int(data["episodes"]),
            seconds=float(data["seconds"]),
            best_policy=float(data["best_policy"]),
            best_policy_points=tuple(float(point) for point in data["best_policy_points"]),
            alive=tuple(int(strategy) for strategy in data["alive"]),
            best_reward=float(data.get("best_reward", -np.inf)),
            best_points=tuple(float(point) for point in data.get("best_points", ())),
            next_evaluation=int(data.get("next_evaluation", 0)),
            begun=float(data.get("begun", 0.0)),
            evaluated=bool(data.get("evaluated", False)),
        )
    except (TypeError, ValueError, OverflowError, KeyError) as fault:
        raise FileError(f"a checkpoint holds a training's state, got {path}: {fault}; train anew") from fault


def save_best(folder: Path, best: BestEpisode) -> None:
    """Write the best finished episode to `folder`, so that no kill loses it."""
    write_text(
        folder / BEST,
        json.dumps({"reward": best.reward, "points": best.points.tolist(), "episodes": best.episodes}),
    )


def load_best(folder: Path, points: int) -> BestEpisode:
    """Read the best finished episode, of `points` points; an empty one where none was written.

    Raises
    ------
    FileError
        If the file is damaged, or of another number of points.
    """
    if not (folder / BEST).exists():
        return BestEpisode()
    data = _read_json(folder / BEST)
    try:
        best = BestEpisode(
            reward=float(data["reward"]),
            points=np.array(data["points"], dtype=np.float64),
            episodes=int(data["episodes"]),
        )
        if best.points.shape not in ((0,), (points,)):
            raise ValueError(f"{best.points.size} points for {points}")
        return best
    except (TypeError, ValueError, OverflowError, KeyError) as fault:
        raise FileError(f"a best episode holds reward and points, got {folder / BEST}: {fault}; train anew") from fault


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_text(path))
    except (OSError, ValueError, RecursionError) as fault:
        raise FileError(f"a checkpoint holds JSON, got {path}: {fault}; it is damaged: train anew") from fault
    if not isinstance(data, dict):
        raise FileError(f"a checkpoint holds a JSON object, got {path}; it is damaged: train anew")
    return data
