"""The training curve: the rewards reached against the steps."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter

from pwlact._types import Array
from pwlact.plots import style
from pwlact.runs.history import History
from pwlact.search.result import Result


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
