"""The training curve: the rewards reached against the steps."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter

from pwlact._types import Array
from pwlact.errors import FileError
from pwlact.plots import style
from pwlact.search.result import Result

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
    """

    steps: Array
    best_episode: Array
    policy: Array


def training(history: History, result: Result | None = None) -> Figure:
    """Draw the best finished episode so far and the evaluated policy's reward against the steps.

    Parameters
    ----------
    history : History
        The evaluations to draw; rewards that are not finite leave gaps.
    result : Result, optional
        The training's result, for the title: function, segments, range, method and seed.
    """
    figure = style.new_figure()
    axes = figure.add_subplot()
    style.title(figure, "Training" if result is None else _title(result))
    style.dress(axes, "steps", "final reward")
    for values, color, mark, name in (
        (history.policy, style.VERMILLION, "o", "policy, without noise"),
        (history.best_episode, style.BLUE, "s", "best episode so far"),
    ):
        _draw(axes, history.steps, values, color, mark, name)
    axes.xaxis.set_major_formatter(EngFormatter(sep=""))
    if axes.lines:
        style.legend_below(figure)
    else:
        axes.set(xticks=[], yticks=[])
        axes.text(0.5, 0.5, "no evaluation yet", transform=axes.transAxes, ha="center", fontsize=style.TEXT_SIZE)
    return figure


def _title(result: Result) -> str:
    seed = "" if result.seed is None else f", seed {result.seed}"
    return f"Training: {style.heading(result.problem)}\n{result.method}{seed}"


def _draw(axes: Axes, steps: Array, values: Array, color: str, mark: str, name: str) -> None:
    """Draw one curve, with its last value in the legend; nothing where no value is finite."""
    finite = np.isfinite(values)
    if not finite.any():
        return
    label = f"{name}: {values[finite][-1]:.5g}"
    axes.plot(
        steps,
        np.where(finite, values, np.nan),
        mark,
        linestyle="-",
        color=color,
        linewidth=style.LINE_WIDTH,
        markersize=3.0,
        label=label,
    )


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
    return History(steps=table[:, 0], best_episode=table[:, 1], policy=table[:, 2])


def _numbers(row: Mapping[str, str | None], number: int, path: Path) -> list[float]:
    try:
        return [float(row[name] or "") for name in COLUMNS]
    except ValueError as fault:
        raise FileError(f"evaluations are numbers, got {path}: row {number}: {fault}; the file is damaged") from fault
