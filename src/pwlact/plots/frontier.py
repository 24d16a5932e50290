"""Error against segments, both logarithmic, with the lower bound and the asymptote."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator, ScalarFormatter

from pwlact.plots import style
from pwlact.studies.frontier import Frontier

COLUMNS = 4  # of the legend
MARKS = "osD^vPX"  # 7 marks and 6 colours, so that a pair repeats after 42 methods
NAMES = {"max": "maximum error", "mse": "mean square error"}


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
    style.title(figure, f"{name} on [{low:g}, {high:g}], {problem.fit} fit: error against segments")
    weighted = style.weighting(problem) if found.objective == "mse" else ""
    style.dress(axes, "segments K", NAMES[found.objective] + weighted)
    counts = np.array(found.counts, dtype=np.float64)
    axes.set_xscale("log")
    axes.set_yscale("log")
    if found.constant > 0.0:
        power = {2: "²", 4: "⁴"}[found.order]
        label = f"asymptote of the best, continuous or not: {found.constant:.4g} / K{power}"
        axes.plot(
            counts,
            [found.asymptote(count) for count in found.counts],
            color=style.GREY,
            linestyle=style.DASHES,
            linewidth=1.0,
            label=label,
        )
    for i, method in enumerate(dict.fromkeys(row.method for row in found.rows)):
        errors = _positive([row.objective for row in found.of(method)])
        color = style.CYCLE[i % len(style.CYCLE)]
        mark = MARKS[i % len(MARKS)]
        axes.plot(
            counts, errors, mark, linestyle="-", color=color, linewidth=style.LINE_WIDTH, markersize=4.0, label=method
        )
    bounds = _positive(list(found.lower_bounds))
    axes.plot(counts, bounds, color=style.PALE, linewidth=style.FUNCTION_WIDTH, zorder=1, label="lower bound")
    if np.isfinite(bounds).any():
        bottom = axes.get_ylim()[0]
        axes.fill_between(counts, bounds, bottom, color=style.PALE, alpha=0.35, linewidth=0)
        axes.set_ylim(bottom=bottom)
    _ticks(axes, found.counts)
    figure.legend(
        *axes.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=COLUMNS,
        frameon=False,
        fontsize=style.TEXT_SIZE,
        labelcolor=style.INK,
    )
    return figure


def _positive(values: list[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([value if value else np.nan for value in values])


def _ticks(axes: Axes, counts: tuple[int, ...]) -> None:
    """Label the numbers of segments that were drawn, where there is room."""
    if len(counts) == 1:
        axes.set_xlim(counts[0] / 2, counts[0] * 2)
    apart = [counts[0]]
    share = (counts[-1] / counts[0]) ** (1 / 20)
    for count in counts[1:]:
        if count >= apart[-1] * share:
            apart.append(count)
    axes.xaxis.set_major_locator(FixedLocator(apart))
    axes.xaxis.set_minor_locator(NullLocator())
    formatter = ScalarFormatter()
    formatter.set_scientific(False)
    axes.xaxis.set_major_formatter(formatter)
    axes.tick_params(which="both", labelsize=style.SMALL_SIZE)
