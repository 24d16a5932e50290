"""The error over the range."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pwlact.plots import curves, labels, style
from pwlact.search.result import Result

NOTE_HEIGHT = 0.12  # room of a note of two or three lines beside the axes, as a share of their height


def error(result: Result) -> Figure:
    """Draw the absolute error |p - f| over the range, with its maximum and mean on the sampling grid.

    Parameters
    ----------
    result : Result
        The result to draw; the numbers are those of its error report. With a density, the grid mean is weighted by
        it, and the exact means are not.
    """
    figure = style.new_figure()
    axes = figure.add_subplot()
    exact = result.candidate.errors.exact
    text = f"exact: max {exact.max:.4g}, mean {exact.mean:.4g}, mean square {exact.mse:.4g}{_evenly(result)}"
    style.title(figure, f"Absolute error: {style.heading(result.problem)}\n{text}")
    style.dress(axes, "x", "|p(x) - f(x)|")
    low, high = result.problem.interval
    x = curves.grid(result)
    size = np.abs(result.candidate.pwl(x) - result.problem.activation(x))
    axes.fill_between(x, size, color=style.SKY, alpha=0.25, linewidth=0)
    axes.plot(x, size, color=style.BLUE, linewidth=style.LINE_WIDTH, label="error")
    axes.set_xlim(low, high)
    curves.set_height(axes, max(result.candidate.errors.grid.max, float(size.max())))
    curves.draw_breakpoints(axes, result.candidate.pwl.breakpoints)
    _annotate(axes, result)
    breakpoints = result.candidate.pwl.breakpoints
    labels.row(axes, breakpoints, labels.x_texts(breakpoints, high - low))
    return figure


def _annotate(axes: Axes, result: Result) -> None:
    """Draw the levels of mean and maximum, named beside the axes."""
    errors = result.candidate.errors.grid
    low, high = result.problem.interval
    worst = curves.worst(result)
    (position,) = labels.x_texts([worst], high - low)
    levels = (errors.mean, errors.max)
    weighted = "" if result.problem.density is None else f"\nweighted by\n{style.density_name(result.problem)}"
    texts = (f"grid mean\n{errors.mean:.4g}{weighted}", f"grid max\n{errors.max:.4g}\nat x = {position}")
    shares = np.array(levels) / axes.get_ylim()[1]
    notes = labels.spread(shares, NOTE_HEIGHT, 0.0, 1.0)
    for level, text, note, color in zip(levels, texts, notes, (style.GREEN, style.VERMILLION), strict=True):
        axes.axhline(level, color=color, linewidth=1.0, linestyle=(0, (5, 3)))
        axes.text(1.01, note, text, transform=axes.transAxes, va="center", fontsize=style.SMALL_SIZE, color=color)
    axes.plot(worst, errors.max, "o", color=style.VERMILLION, markersize=4.0, clip_on=False)


def _evenly(result: Result) -> str:
    """Return the words that say how the exact means are weighted, where the grid's are weighted by a density."""
    return "" if result.problem.density is None else " (means over the range, not weighted)"
