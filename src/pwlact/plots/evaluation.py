"""What tables cost a network: divergence and score against segments, a column for each format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.plots import style
from pwlact.plots.frontier import MARKS
from pwlact.studies.evaluation.record import EXACT, Evaluation, drawn_divergence, drawn_score
from pwlact.studies.evaluation.text import placed

HEIGHT = 6.0  # inches
SHIFT = 0.012  # by which methods stand apart, so that their intervals do not hide each other
COLORS = {
    "uniform": style.GREY,
    "interpolated": style.GREY,
    "agent": style.VERMILLION,
    "minimax": style.GREEN,
    "dp": style.PURPLE,
    "density": style.SKY,
    "density-range": style.SKY,
    "sensitivity": style.BLUE,
    "sensitivity-range": style.BLUE,
}
DASHED = ("interpolated", "density-range", "sensitivity-range")


def evaluation(found: Evaluation) -> Figure:
    """Draw divergence above and score below against segments, for each format, with 95 % intervals.

    Parameters
    ----------
    found : Evaluation
        The evaluation; rows without tables, and divergences of 0, are left out.
    """
    figure = style.new_figure(HEIGHT)
    formats = [name for name in found.formats if name]
    grid = figure.subplots(2, max(len(formats), 1), squeeze=False, sharex=True, sharey="row")
    about = found.network
    style.title(figure, f"{about['title']}: loss against segments, 95 % intervals\n{about['data']}")
    for column, name in enumerate(formats):  # all ahead of the scales that they share
        style.dress(grid[0][column], "", about["divergence_name"] if column == 0 else "")
        style.dress(grid[1][column], "segments", about["score_name"] if column == 0 else "")
        grid[0][column].set_title(name, fontsize=style.TEXT_SIZE, color=style.INK)
    for column, name in enumerate(formats):
        _draw(found, name, *grid[:, column])
    style.legend_below(figure, columns=5)
    return figure


def _draw(found: Evaluation, format_: str, upper: Axes, lower: Axes) -> None:
    """Draw the methods of a format, and the exact function in it as a level line."""
    counts: list[int] = []
    for i, method in enumerate(placed(found)):
        rows = found.of(method, format_)
        x = [(row.segments or 1) * (1.0 + SHIFT) ** i for row in rows]
        counts += [row.segments or 1 for row in rows]
        look = {"color": COLORS.get(method, style.INK), "marker": MARKS[i % len(MARKS)], "linestyle": _dashes(method)}
        _line(upper, x, [drawn_divergence(row) for row in rows], look, method)
        _line(lower, x, [drawn_score(row) for row in rows], look, method)
    upper.set_yscale("log")
    if not found.network["higher_is_better"]:
        lower.set_yscale("log")  # a perplexity has no largest value
    lower.axhline(found.exact.value, color=style.GREY, linewidth=1.0, linestyle=style.DASHES)
    for row in found.of(EXACT, format_):
        upper.axhline(
            drawn_divergence(row).value, color=style.INK, linewidth=1.0, linestyle=":", label="exact, rounded"
        )
        lower.axhline(drawn_score(row).value, color=style.INK, linewidth=1.0, linestyle=":")
    for axes in (upper, lower):
        axes.set_xscale("log")
        style.number_in_full(axes, FixedLocator(sorted(set(counts)) or [1]))


def _dashes(method: str) -> Any:
    return style.DASHES if method in DASHED else "-"


def _line(axes: Axes, x: Sequence[float], figures: Sequence[Estimate], look: Any, label: str) -> None:
    """Draw figures with their intervals."""
    y = [figure.value for figure in figures]
    below = [max(figure.value - figure.low, 0.0) for figure in figures]
    above = [max(figure.high - figure.value, 0.0) for figure in figures]
    axes.errorbar(
        x,
        y,
        yerr=[below, above],
        label=label,
        linewidth=style.LINE_WIDTH,
        markersize=4.0,
        elinewidth=style.HAIR,
        **look,
    )
