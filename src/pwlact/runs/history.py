"""How a training went: its evaluations over the steps, and the rewards of its episodes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pwlact._types import Array
from pwlact.errors import FileError
from pwlact.search.result import Result

EVALUATIONS = "evaluations.csv"
COLUMNS = ("steps", "best_episode", "policy")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """The evaluations of a training.

    Parameters
    ----------
    steps : ndarray, shape (n,)
        Environment steps done at each evaluation, ascending.
    best_episode : ndarray, shape (n,)
        Final reward of the best episode finished so far; not finite where none had finished.
    policy : ndarray, shape (n,)
        Final reward of the policy played without noise; nan where it left the range.
    seconds : ndarray, shape (n,), or None
        Wall time at each evaluation; None where the file has none.
    """

    steps: Array
    best_episode: Array
    policy: Array
    seconds: Array | None = None


def read_history(path: Path) -> History:
    """Read a run's evaluations.csv.

    Parameters
    ----------
    path : Path
        A file with the columns steps, best_episode and policy; others are ignored.

    Raises
    ------
    FileError
        If the file cannot be read, lacks a column, or holds a row that is not numbers or is out of order.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            names, rows = reader.fieldnames or (), list(reader)
    except OSError as fault:
        raise FileError(f"evaluations must be readable, got {path}: {fault.strerror}; check the path") from fault
    except (ValueError, csv.Error) as fault:
        raise FileError(f"evaluations are CSV in UTF-8, got {path}: {fault}; the file is damaged") from fault
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise FileError(f"evaluations have the column {missing[0]!r}, which {path} lacks; give a run's evaluations.csv")
    table = np.array([_numbers(row, number, path) for number, row in enumerate(rows, 2)]).reshape(-1, len(COLUMNS))
    if not np.all(np.isfinite(table[:, 0])) or np.any(np.diff(table[:, 0]) < 0):
        raise FileError(f"evaluations have ascending steps, which {path} has not; the file is damaged")
    timed = "seconds" in names
    seconds = [_numbers(row, number, path, ("seconds",)) for number, row in enumerate(rows, 2)] if timed else []
    return History(
        steps=table[:, 0],
        best_episode=table[:, 1],
        policy=table[:, 2],
        seconds=np.array(seconds).ravel() if timed else None,
    )


def _numbers(row: Mapping[str, str | None], number: int, path: Path, columns: tuple[str, ...] = COLUMNS) -> list[float]:
    try:
        return [float(row[name] or "") for name in columns]
    except ValueError as fault:
        raise FileError(f"evaluations are numbers, got {path}: row {number}: {fault}; the file is damaged") from fault


def evaluations_of(folder: Path, result: Result) -> Path:
    """Return where a run keeps its evaluations, whether or not they exist; of several seeds, the best one's."""
    path = folder / EVALUATIONS
    return path if path.is_file() else folder / f"seed-{result.seed}" / EVALUATIONS


def seed_folders(folder: Path) -> dict[int | None, Path]:
    """Return the folders of a run's trainings that have evaluations, by seed; None is the seed of a run of one."""
    if (folder / EVALUATIONS).is_file():
        return {None: folder}
    found = {path.parent.name.removeprefix("seed-"): path.parent for path in folder.glob(f"seed-*/{EVALUATIONS}")}
    return {int(seed): found[seed] for seed in sorted((seed for seed in found if seed.isdigit()), key=int)}


def episode_rewards(folder: Path) -> Array:
    """Return the final rewards of a training's episodes in order, shape (n,); nan where one left the range.

    Of a long training with JAX its monitor files hold some of the episodes, evenly.

    Parameters
    ----------
    folder : Path
        A folder of one seed.

    Raises
    ------
    FileError
        If a file is damaged.
    """
    paths = [*folder.glob("monitor.csv"), *sorted(folder.glob("resumed-*.monitor.csv"), key=_start)]
    return np.concatenate([np.empty(0), *map(_rewards, paths)])


def _start(path: Path) -> int:
    number = path.name.split(".")[0].removeprefix("resumed-")
    return int(number) if number.isdigit() else 0


def _rewards(path: Path) -> Array:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        rows = list(csv.DictReader(line for line in lines))
        return np.array([float(row["final_reward"]) for row in rows if row["final_reward"]])
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as fault:
        raise FileError(f"a monitor file has the column final_reward, got {path}: {fault!r}; it is damaged") from fault
