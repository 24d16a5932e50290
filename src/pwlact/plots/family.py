"""A family: the errors of all functions, how far they may be from the best, and the worst function."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pwlact._types import Array
from pwlact.many import Family
from pwlact.many.rows import Rows
from pwlact.many.splines import spline_at
from pwlact.plots import style

BINS = 40
POINTS = 2000


def family(rows: Rows | None, found: Family) -> Figure:
    """Draw histograms of errors and gaps, and the function of the largest error with its approximation.

    Parameters
    ----------
    rows : Rows or None
        The functions; None leaves out the curve of the worst one.
    found : Family
        Their approximations.
    """
    figure = style.new_figure()
    axes = figure.subplot_mosaic([["errors", "gaps"], ["worst", "worst"]])
    name = "max error" if found.objective == "max" else "mse"
    largest = float(found.objectives.max())
    style.title(figure, f"{len(found)} functions, {found.segments.sum()} segments, largest {name} {largest:.4g}")
    _histogram(axes["errors"], found.objectives, name)
    _histogram(axes["gaps"], found.gaps, "gap above the lower bound")
    _worst(axes["worst"], rows, found, int(np.argmax(found.objectives)))
    return figure


def _histogram(axes: Axes, numbers: Array, name: str) -> None:
    """Draw how often positive numbers occur, on a logarithmic axis where they differ by more than a factor of 10."""
    style.dress(axes, name, "functions")
    shown = numbers[np.isfinite(numbers) & (numbers > 0.0)]
    if not shown.size:
        axes.text(0.5, 0.5, "none above 0", transform=axes.transAxes, ha="center", color=style.GREY)
        return
    low, high = float(shown.min()), float(shown.max())
    wide = high > 10.0 * low
    bins = np.geomspace(low, high, BINS) if wide else np.linspace(low, high if high > low else 2.0 * low, BINS)
    axes.hist(shown, bins.tolist(), color=style.BLUE)
    if wide:
        axes.set_xscale("log")


def _worst(axes: Axes, rows: Rows | None, found: Family, i: int) -> None:
    """Draw a function and its approximation, with its breakpoints."""
    x = np.linspace(*found.interval, POINTS)
    style.dress(axes, "x", f"{style.shorten(found.name(i))}: the largest error")
    if rows is not None:
        axes.plot(x, spline_at(rows.subset(np.array([i])), x)[0], color=style.GREY, linewidth=style.LINE_WIDTH)
    pwl = found[i]
    axes.plot(pwl.breakpoints, pwl.values, "o-", color=style.VERMILLION, markersize=3.0, linewidth=1.0)
    axes.set_xlim(x[0], x[-1])
