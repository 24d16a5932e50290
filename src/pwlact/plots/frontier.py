"""Error against segments, both logarithmic, with the lower bound and the asymptote."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from pwlact._types import Array
from pwlact.plots import style
from pwlact.studies.frontier import Frontier

COLUMNS = 4  # of the legend
MARKS = "osD^vPX"  # 7 marks and 6 colours, so that a pair repeats after 42 methods
NAMES = {
    "max": "maximum error",
    "mse": "mean square error",
    "relative": "maximum relative error",
    "ulp": "maximum ULP error",
}


def frontier(found: Frontier) -> Figure:
    """Draw each method's error against the number of segments, the lower bound, and the asymptote of the best error.

    Parameters
    ----------
    found : Frontier
        The frontier to draw; errors of 0 have no logarithm and are left out.
    """
    figure = style.new_figure()
    axes = figure.add_subplot()
    problem = found.problem
    low, high = problem.interval
    name = style.shorten(problem.activation.label)
    style.title(figure, f"{name} on [{low:g}, {high:g}], {problem.fit} values: error against segments")
    weighted = style.weighting(problem) if found.objective == "mse" else ""
    style.dress(axes, "segments K", NAMES[found.objective] + weighted)
    axes.set_xscale("log")
    axes.set_yscale("log")
    _draw_asymptote(axes, found)
    _draw_methods(axes, found)
    _draw_bounds(axes, found)
    if len(found.counts) == 1:
        axes.set_xlim(found.counts[0] / 2, found.counts[0] * 2)
    style.number_in_full(axes, FixedLocator(_apart(found.counts)))
    style.legend_below(figure, columns=COLUMNS)
    return figure


def _draw_asymptote(axes: Axes, found: Frontier) -> None:
    if found.constant > 0.0:
        power = {2: "²", 4: "⁴"}[found.order]
        axes.plot(
            found.counts,
            [found.asymptote(count) for count in found.counts],
            color=style.GREY,
            linestyle=style.DASHES,
            linewidth=1.0,
            label=f"asymptote of the best, continuous or not: {found.constant:.4g} / K{power}",
        )


def _draw_methods(axes: Axes, found: Frontier) -> None:
    """Draw a line with marks for each method."""
    for i, method in enumerate(dict.fromkeys(row.method for row in found.rows)):
        axes.plot(
            found.counts,
            _positive([row.objective for row in found.of(method)]),
            MARKS[i % len(MARKS)],
            linestyle="-",
            color=style.CYCLE[i % len(style.CYCLE)],
            linewidth=style.LINE_WIDTH,
            markersize=4.0,
            label=method,
        )


def _draw_bounds(axes: Axes, found: Frontier) -> None:
    """Draw the lower bounds as a band above the part that no approximation can reach."""
    bounds = _positive(list(found.lower_bounds))
    axes.plot(found.counts, bounds, color=style.PALE, linewidth=style.FUNCTION_WIDTH, zorder=1, label="lower bound")
    if np.isfinite(bounds).any():
        bottom = axes.get_ylim()[0]
        axes.fill_between(found.counts, bounds, bottom, color=style.PALE, alpha=0.35, linewidth=0)
        axes.set_ylim(bottom=bottom)


def _positive(values: list[float | None]) -> Array:
    """Return values, NaN where there is none or it is 0."""
    return np.array([value if value else np.nan for value in values])


def _apart(counts: tuple[int, ...]) -> list[int]:
    """Return the numbers of segments to label: those far enough from the one before."""
    apart = [counts[0]]
    share = (counts[-1] / counts[0]) ** (1 / 20)
    for count in counts[1:]:
        if count >= apart[-1] * share:
            apart.append(count)
    return apart
