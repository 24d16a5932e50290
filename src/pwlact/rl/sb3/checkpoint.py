"""Checkpoints: what a training needs to go on after it was killed.

A Stable-Baselines3 zip holds pickles beside its tensors. We write such zips, for others to load, but read only their
tensors (torch's weights-only loader) and rebuild the rest from config.toml: nothing is unpickled.
"""

from __future__ import annotations

import json
import math
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.save_util import load_from_zip_file

from pwlact.errors import FileError
from pwlact.files import write_atomically, write_text
from pwlact.rl.sb3.vec_env import BestEpisode

MODEL = "checkpoint.zip"
STATE = "checkpoint.json"
BEST = "best_episode.json"


@dataclass(slots=True)
class TrainingState:
    """Where a training stands: what the model's zip does not hold."""

    steps: int = 0
    episodes: int = 0
    seconds: float = 0.0
    best_policy: float = -math.inf
    best_policy_points: tuple[float, ...] = ()
    alive: tuple[int, ...] = ()


def save_model(model: BaseAlgorithm, path: Path) -> None:
    """Write a Stable-Baselines3 zip, whole or not at all."""
    write_atomically(path, lambda temporary: model.save(temporary))


def load_tensors(model: BaseAlgorithm, path: Path) -> None:
    """Put the tensors of a Stable-Baselines3 zip into `model`; its pickles are not read.

    Raises
    ------
    FileError
        If the file is missing, damaged, or of another network.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about foreign pickles, which are refused with one line
            _, tensors, _ = load_from_zip_file(path, load_data=False)
        model.set_parameters(tensors, exact_match=True)
    except (
        OSError,
        ValueError,
        KeyError,
        RuntimeError,
        EOFError,
        AttributeError,
        zipfile.BadZipFile,
    ) as fault:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise FileError(
            f"a policy file must fit its run's config.toml, got {path}: {reason}; it is damaged or foreign"
        ) from fault
    except Exception as fault:  # torch's unpickler raises its own kinds on foreign bytes
        raise FileError(
            f"a policy file must hold tensors, got {path}: {type(fault).__name__}; it is damaged"
        ) from fault


def save_checkpoint(folder: Path, model: BaseAlgorithm, progress: TrainingState) -> None:
    """Write model and progress; a kill in between leaves an older progress with a newer model, which is harmless."""
    save_model(model, folder / MODEL)
    write_text(folder / STATE, json.dumps({name: getattr(progress, name) for name in TrainingState.__slots__}))


def load_checkpoint(folder: Path, model: BaseAlgorithm) -> TrainingState:
    """Restore model and progress; where nothing was saved yet, both stay as new."""
    if not (folder / STATE).exists():
        return TrainingState()
    data = _read_json(folder / STATE)
    load_tensors(model, folder / MODEL)
    try:
        return TrainingState(
            steps=int(data["steps"]),
            episodes=int(data["episodes"]),
            seconds=float(data["seconds"]),
            best_policy=float(data["best_policy"]),
            best_policy_points=tuple(float(point) for point in data["best_policy_points"]),
            alive=tuple(int(strategy) for strategy in data["alive"]),
        )
    except (TypeError, ValueError, OverflowError, KeyError) as fault:
        raise FileError(
            f"a checkpoint holds a training's progress, got {folder / STATE}: {fault}; train anew"
        ) from fault


def save_best(folder: Path, best: BestEpisode) -> None:
    """Write the best finished episode, so that no kill loses it."""
    write_text(
        folder / BEST,
        json.dumps({"reward": best.reward, "points": best.points.tolist(), "episodes": best.episodes}),
    )


def load_best(folder: Path, points: int) -> BestEpisode:
    """Read the best finished episode, of that many points; an empty one where none was written."""
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
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise FileError(f"a checkpoint holds JSON, got {path}: {fault}; it is damaged: train anew") from fault
    if not isinstance(data, dict):
        raise FileError(f"a checkpoint holds a JSON object, got {path}; it is damaged: train anew")
    return data
