"""One episode of an agent: the points in the order of its steps, and the curvature at each."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch
from matplotlib.ticker import MaxNLocator

from pwlact import functions
from pwlact._types import Array
from pwlact.errors import FileError
from pwlact.plots import curves, labels, style
from pwlact.search.pieces import pieces_of
from pwlact.search.result import Result

EVERY_STEP = 32  # most steps that are all numbered on their axis
NUMBER_HEIGHT = 12.0  # points that the row of numbers takes, turned or not


def has_episode(result: Result) -> bool:
    """Return whether an agent placed the points of a result, step by step."""
    return "reward" in result.parameters


def episode(result: Result) -> Figure:
    """Draw each step's curvature reward above the function, every step joined with the point that it placed.

    The curvature reward of a step is the curvature at its point times the training's own curvature weight. An agent
    with a weight of 0 has none: the figure then shows the curvature, and says so.

    Parameters
    ----------
    result : Result
        A training's result; its interior breakpoints are the steps 1, 2, ... of the episode, from left to right.

    Raises
    ------
    FileError
        If the points were not placed by an agent.

    Source: the paper (ISOCC 2023), figure of one episode.
    """
    weight = _curvature_weight(result)
    figure = style.new_figure(6.5)
    figure.set_layout_engine("constrained", hspace=0.18)  # room for the connecting lines
    steps, axes = figure.subplots(2, 1, height_ratios=(1.0, 1.5))
    style.title(
        figure,
        f"Episode: {style.heading(result.problem)}\nfinal reward {result.reward:.5g}, {style.error_text(result)}",
    )
    points = result.candidate.pwl.points
    name = f"curvature reward\n(weight {weight:g})" if weight else "curvature\n(no reward: weight 0)"
    _draw_steps(steps, (weight or 1.0) * functions.curvature(result.problem.activation, points), name)
    _draw_function(axes, result)
    if points.size:
        _connect(figure, result)
    else:
        steps.text(0.5, 0.5, "no points to place", transform=steps.transAxes, ha="center", fontsize=style.TEXT_SIZE)
    return figure


def _curvature_weight(result: Result) -> float:
    """Return the curvature weight of the reward that a training's agent was given."""
    if not has_episode(result):
        raise FileError(
            f"an episode's figure needs a training's result, got one of method {result.method!r}; choose another kind"
        )
    try:
        return float(result.parameters["reward"]["curvature_weight"])
    except (TypeError, ValueError, KeyError) as fault:
        raise FileError(
            f"a training's result holds its curvature weight, got {result.parameters['reward']!r:.60}; "
            "the file is damaged"
        ) from fault


def _draw_steps(axes: Axes, rewards: Array, name: str) -> None:
    """Draw a bar per step; the steps' axis is on top, out of the way of the lines below."""
    style.dress(axes, "step", name)
    numbers = np.arange(1, rewards.size + 1)
    axes.bar(numbers, rewards, width=0.6, color=style.PURPLE)
    axes.set_xlim(0.4, rewards.size + 0.6)
    low, high = min(rewards.min(initial=0.0), 0.0), max(rewards.max(initial=0.0), 0.0)
    axes.set_ylim(1.08 * low, 1.08 * high if high > low else 1.0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.spines["top"].set_visible(True)
    if rewards.size <= EVERY_STEP:
        axes.set_xticks(numbers)
    else:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=16, integer=True))


def _draw_function(axes: Axes, result: Result) -> None:
    style.dress(axes, "x", "y")
    curves.draw_all(axes, result, pieces_of(result))
    axes.legend(loc="best", fontsize=style.SMALL_SIZE, frameon=False)


def _connect(figure: Figure, result: Result) -> None:
    """Number the points above the function's axes, and draw a line from each number to its step's bar."""
    steps, axes = figure.axes
    points = result.candidate.pwl.points
    axes.vlines(
        points, result.candidate.pwl.values[1:-1], axes.get_ylim()[1], colors=[style.HAIR_COLOR], linewidth=style.HAIR
    )
    for step, position in labels.row(axes, points, [str(k + 1) for k in range(points.size)]):
        line = ConnectionPatch(
            xyA=(position, labels.ROW_HEIGHT + NUMBER_HEIGHT),
            coordsA=labels.above(axes),
            xyB=(step + 1, 0.0),
            coordsB=steps.get_xaxis_transform(),
            color=style.GREY,
            linewidth=style.HAIR,
        )
        figure.add_artist(line)
