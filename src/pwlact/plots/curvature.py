"""The curvature over the range, which says where breakpoints are needed."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pwlact import functions
from pwlact._types import Array
from pwlact.plots import curves, labels, style
from pwlact.search.pieces import pieces_of
from pwlact.search.result import Result

MAXIMA = 6  # the highest ones are named, at most this many


def curvature(result: Result) -> Figure:
    """Draw the curvature |f''| / (1 + f'^2)^1.5 over the range, its maxima named, the breakpoints as hairs.

    Parameters
    ----------
    result : Result
        The result to draw. Kinks, where the curvature is infinite, are marked on the axis.
    """
    activation, interval = result.problem.activation, result.problem.interval
    figure = style.new_figure()
    axes = figure.add_subplot()
    style.title(figure, f"Curvature: {style.heading(result.problem)}")
    style.dress(axes, "x", "curvature  |f''| / (1 + f'²)$^{1.5}$")
    tops, heights = functions.curvature_maxima(activation, interval)
    x = np.union1d(curves.grid(result), tops)
    kappa = functions.curvature(activation, x)
    axes.fill_between(x, kappa, color=style.PURPLE, alpha=0.2, linewidth=0)
    axes.plot(x, kappa, color=style.PURPLE, linewidth=style.LINE_WIDTH, label="curvature")
    axes.set_xlim(*interval)
    curves.set_height(axes, float(kappa.max()))
    knots = pieces_of(result).knots
    curves.draw_breakpoints(axes, knots)
    _mark_axis(axes, result, knots)
    highest = np.sort(np.argsort(-heights, kind="stable")[:MAXIMA])
    _mark_maxima(axes, tops[highest], heights[highest])
    style.legend_below(figure)
    _name_maxima(axes, tops[highest], heights[highest])
    return figure


def _mark_axis(axes: Axes, result: Result, breakpoints: Array) -> None:
    """Mark breakpoints and kinks on the x axis."""
    low, high = result.problem.interval
    kinks = [kink for kink in result.problem.activation.kinks if low <= kink <= high]
    for x, marker, color, name in (
        (breakpoints, "|", style.BLUE, "breakpoint"),
        (kinks, "X", style.VERMILLION, "kink: infinite curvature"),
    ):
        if len(x):
            axes.plot(x, np.zeros(len(x)), marker, color=color, markersize=8.0, clip_on=False, zorder=3, label=name)


def _mark_maxima(axes: Axes, x: Array, kappa: Array) -> None:
    if x.size:
        axes.plot(x, kappa, "o", color=style.INK, markersize=4.0, label="maximum")
        axes.vlines(x, kappa, axes.get_ylim()[1], colors=style.INK, linewidth=style.HAIR, linestyles="dotted")


def _name_maxima(axes: Axes, x: Array, kappa: Array) -> None:
    """Name the maxima above the axes."""
    low, high = axes.get_xlim()
    positions = labels.x_texts(x, high - low)
    labels.row(axes, x, [f"x = {position}\nκ = {top:.4g}" for position, top in zip(positions, kappa, strict=True)])
