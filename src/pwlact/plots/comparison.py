"""All methods on one problem: a dot each, with the lower bound."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pwlact.plots import style
from pwlact.studies.comparison_record import Comparison, ComparisonRow

NAME_LENGTH = 40  # longest name of a row, in characters
ROW = 0.28  # inches of height for each row
FRAME = 1.6  # inches for title and axis
COLORS = {"method": style.BLUE, "agent": style.VERMILLION, "closed form": style.GREY}
NAMES = {"paper": "0.2 mean{} + 0.8 maximum error", "max": "maximum error", "mse": "mean square error{}"}
"""Names of the objectives, with room behind what a density weights."""
ROOM = 0.35  # free room right of the worst dot, for the numbers, as a share of the decades
DOT = 7.0  # size of a dot, in points


def comparison(table: Comparison) -> Figure:
    """Draw the objective of each row, best on top, on a logarithmic axis, with the lower bound as a line.

    Parameters
    ----------
    table : Comparison
        The rows to draw; those without an objective, or with one of 0, are named and have no dot.
    """
    figure = style.new_figure(FRAME + ROW * max(len(table.rows), 2))
    axes = figure.add_subplot()
    problem = table.problem
    low, high = problem.interval
    plural = "" if problem.segments == 1 else "s"
    style.title(
        figure,
        f"{style.shorten(problem.activation.label)}, {problem.segments} segment{plural} on [{low:g}, {high:g}], "
        f"{problem.fit} values\nin brackets: at most this much above the best possible with any values",
    )
    style.dress(axes, NAMES[table.objective].format(style.weighting(problem)), "")
    _limits(axes, table)
    for position, row in enumerate(table.rows):
        _row(axes, position, row)
    if table.lower_bound:
        axes.axvline(table.lower_bound, color=style.INK, linewidth=1.0, linestyle=(0, (5, 3)), zorder=1)
        axes.text(
            table.lower_bound,
            -0.62,
            f"lower bound {table.lower_bound:.4g}",
            fontsize=style.SMALL_SIZE,
            ha="center",
            va="bottom",
            color=style.INK,
        )
    axes.set_yticks(range(len(table.rows)), [_name(row) for row in table.rows])
    axes.set_ylim(len(table.rows) - 0.4, -0.6)
    return figure


def _limits(axes: Axes, table: Comparison) -> None:
    """Make the x axis logarithmic, from a little below the bound to a little above the worst."""
    figures = [value for value in (table.lower_bound, *(row.objective for row in table.rows)) if value]
    low, high = (min(figures), max(figures)) if figures else (0.1, 1.0)
    spread = max(high / low, 1.5)
    axes.set_xscale("log")
    axes.tick_params(which="both", labelsize=style.SMALL_SIZE)
    axes.set_xlim(low / spread**0.15, low * spread ** (1 + ROOM))


def _name(row: ComparisonRow) -> str:
    return style.shorten(row.name if row.kind == "method" else f"{row.name} ({row.kind})", NAME_LENGTH)


def _row(axes: Axes, position: int, row: ComparisonRow) -> None:
    """Draw a row's dot on a guide line, with its objective and its gap."""
    axes.axhline(position, color=style.PALE, linewidth=style.HAIR, zorder=1)
    if row.objective:
        axes.plot(row.objective, position, "o", color=COLORS[row.kind], markersize=DOT)
    text = "none" if row.objective is None else f"{row.objective:.4g}"
    if row.gap is not None:
        text += f"  (+{row.gap:.2%})" if row.gap < 10 else f"  (x {row.gap + 1:.3g})"
    axes.annotate(
        text,
        (row.objective or axes.get_xlim()[0], position),
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        fontsize=style.SMALL_SIZE,
        color=style.INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},  # hides the lines behind
    )
