"""Error against area: a mark for each scheme, a colour for each format, the Pareto set as steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import LogLocator

from pwlact.plots import style
from pwlact.settings.area_frontier import SCHEMES
from pwlact.studies.area_record import AreaFrontier, AreaRow

MARKS = dict(zip(SCHEMES, "osD^", strict=True))
MARK_SIZE = 6.0
COLUMNS = 7  # of the legend
OFFSET = (-4.0, -4.0)  # points from a mark to its label; the Pareto set leaves this side free


def cost(found: AreaFrontier) -> Figure:
    """Draw each unit's maximum error against its area, and the Pareto set as steps, labelled with its segments.

    The steps show the smallest error that an area can buy: it stays until the next unit of the set.

    Parameters
    ----------
    found : AreaFrontier
        The units to draw; those that cannot be made, or have no error, are left out.
    """
    figure = style.new_figure()
    axes = figure.add_subplot()
    low, high = found.interval
    name = style.shorten(found.activation.label)
    style.title(figure, f"{name} on [{low:g}, {high:g}]: error against area, {found.tool}")
    style.dress(axes, found.unit, "maximum error over the input codes")
    axes.set_xscale("log")
    axes.set_yscale("log")
    rows = [row for row in found.rows if row.area and row.max_error]
    colors = dict(zip(dict.fromkeys(row.format for row in found.rows), _colors(), strict=False))
    _draw_pareto(axes, [row for row in found.pareto if row.area and row.max_error])
    for row in rows:
        axes.plot(
            [cast(float, row.area)],
            [cast(float, row.max_error)],
            MARKS[row.scheme],
            color=colors[row.format],
            markersize=MARK_SIZE,
            markerfacecolor=colors[row.format] if row.pareto else "white",
            zorder=4 if row.pareto else 3,
        )
    style.number_in_full(axes, LogLocator(subs=(1.0, 2.0, 5.0)))
    _legend(figure, rows, colors)
    _label(figure, axes, [row for row in found.pareto if row.area and row.max_error])
    return figure


def _colors() -> list[str]:
    return list(style.CYCLE) * 4


def _draw_pareto(axes: Axes, pareto: Sequence[AreaRow]) -> None:
    areas = [cast(float, row.area) for row in pareto]
    errors = [cast(float, row.max_error) for row in pareto]
    axes.step(areas, errors, where="post", color=style.PALE, linewidth=style.FUNCTION_WIDTH / 2, zorder=1)


def _legend(figure: Figure, rows: Sequence[AreaRow], colors: dict[str, str]) -> None:
    """Explain colours, marks and the steps."""
    formats = [
        _handle("s", name, colors[name], filled=colors[name]) for name in dict.fromkeys(row.format for row in rows)
    ]
    schemes = [
        _handle(MARKS[name], name, style.GREY, filled="white")
        for name in SCHEMES
        if any(row.scheme == name for row in rows)
    ]
    pareto = Line2D(
        [], [], marker="o", markersize=MARK_SIZE, markerfacecolor=style.GREY, markeredgecolor=style.GREY,
        color=style.PALE, linewidth=style.FUNCTION_WIDTH / 2, label="Pareto set, with its segments",
    )  # fmt: skip
    style.legend_below(figure, [*formats, *schemes, pareto], COLUMNS)


def _handle(mark: str, name: str, color: str, filled: str) -> Line2D:
    return Line2D(
        [], [], linestyle="none", marker=mark, markersize=MARK_SIZE, color=color, markerfacecolor=filled, label=name
    )


def _label(figure: Figure, axes: Axes, pareto: Sequence[AreaRow]) -> None:
    """Write the segments beside the Pareto set's marks, the outer ones first; leave out labels that would overlap."""
    order = [0, len(pareto) - 1, *range(1, len(pareto) - 1)] if len(pareto) > 1 else range(len(pareto))
    texts: list[Text] = []
    for i in order:
        position = (cast(float, pareto[i].area), cast(float, pareto[i].max_error))
        texts.append(
            axes.annotate(
                f"{pareto[i].segments}",
                position,
                xytext=OFFSET,
                textcoords="offset points",
                ha="right",
                va="top",
                fontsize=style.SMALL_SIZE,
                color=style.INK,
            )
        )
    figure.draw_without_rendering()
    kept: list[Text] = []
    for text in texts:
        box = text.get_window_extent()
        if any(box.overlaps(other.get_window_extent()) for other in kept):
            text.remove()
        else:
            kept.append(text)
