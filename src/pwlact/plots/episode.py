"""One episode: the points in the order they are placed, and the curvature reward of each step."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch
from matplotlib.ticker import MaxNLocator

from pwlact import functions
from pwlact._types import Array
from pwlact.plots import curves, labels, style
from pwlact.search.result import Result

EVERY_STEP = 32  # most steps that are all numbered on their axis
NUMBER_HEIGHT = 12.0  # points that the row of numbers takes, turned or not


def episode(result: Result, curvature_weight: float = 1.0) -> Figure:
    """Draw each step's curvature reward above the function, every step led to the point that it places.

    Parameters
    ----------
    result : Result
        What is drawn; its interior breakpoints are the steps 1, 2, ... of the episode, from left to right.
    curvature_weight : float
        The reward of a step is this times the curvature at its point.

    Source: the paper (ISOCC 2023), figure of one episode.
    """
    figure = style.new_figure(6.5)
    figure.set_layout_engine("constrained", hspace=0.18)  # room for the connecting lines
    steps, axes = figure.subplots(2, 1, height_ratios=(1.0, 1.5))
    style.title(
        figure, f"Episode: {style.heading(result)}\nfinal reward {result.reward:.5g}, {style.error_text(result)}"
    )
    points = result.candidate.pwl.points
    _draw_steps(steps, curvature_weight * functions.curvature(result.problem.activation, points))
    _draw_function(axes, result)
    if points.size:
        _connect(figure, result)
    else:
        steps.text(0.5, 0.5, "no points to place", transform=steps.transAxes, ha="center", fontsize=style.TEXT_SIZE)
    return figure


def _draw_steps(axes: Axes, rewards: Array) -> None:
    """Draw a bar per step; the steps' axis is on top, out of the way of the lines below."""
    style.dress(axes, "step", "curvature reward")
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
    x = curves.grid(result)
    curves.draw_function(axes, result, x)
    curves.draw_tails(axes, result)
    curves.draw_pwl(axes, result)
    curves.fit_limits(axes, result, result.problem.activation(x), result.candidate.pwl.values)
    axes.legend(loc="best", fontsize=style.SMALL_SIZE, frameon=False)


def _connect(figure: Figure, result: Result) -> None:
    """Number the points above the function's axes, and draw a line from each number to its step's bar."""
    steps, axes = figure.axes
    points = result.candidate.pwl.points
    axes.vlines(
        points, result.candidate.pwl.values[1:-1], axes.get_ylim()[1], colors=[style.HAIR_COLOR], linewidth=style.HAIR
    )
    for step, place in labels.row(axes, points, [str(k + 1) for k in range(points.size)]):
        line = ConnectionPatch(
            xyA=(place, labels.ROW_HEIGHT + NUMBER_HEIGHT),
            coordsA=labels.above(axes),
            xyB=(step + 1, 0.0),
            coordsB=steps.get_xaxis_transform(),
            color=style.GREY,
            linewidth=style.HAIR,
        )
        figure.add_artist(line)
