"""The figure of KANs on tables: accuracy and divergence against the number of segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kan_measure import Row
from matplotlib.figure import Figure

from pwlact.plots import style

MARKS = "osD^vD^v"
COLORS = (*style.CYCLE[:5], *style.CYCLE[2:5])  # a shared budget has the colour of the even one, dashed
SHARED = 4  # the last way that shares none
SIZES: dict[str, Any] = {"markersize": 4, "linewidth": 1.0}
HEIGHT = 6.0


def draw(rows: Sequence[Row]) -> Figure:
    """Draw a column for each data set: the change of accuracy above, the divergence below."""
    names = list(dict.fromkeys(row.data for row in rows))
    figure = style.new_figure(HEIGHT)
    style.title(figure, "Splines of a KAN replaced by piecewise-linear tables, on test data")
    panels = figure.subplots(2, len(names), sharex="col", squeeze=False)
    for (above, below), name in zip(panels.T, names, strict=True):
        own = [row for row in rows if (row.data, row.format) == (name, "real")]
        above.set_title(name, fontsize=style.TEXT_SIZE)
        style.dress(above, "", "change of accuracy, points")
        style.dress(below, "segments a function", "KL from the exact network")
        above.axhline(0.0, color=style.GREY, linewidth=style.HAIR)
        below.set_yscale("log")
        below.set_xscale("log", base=2)
        for k, method in enumerate(dict.fromkeys(row.method for row in own)):
            line = [row for row in own if row.method == method]
            look = {"marker": MARKS[k], "color": COLORS[k], "linestyle": "--" if k > SHARED else "-", **SIZES}
            counts = [row.segments for row in line]
            above.plot(counts, [100.0 * row.change.value for row in line], label=method, **look)
            below.plot(counts, [row.divergence.value for row in line], **look)
        ticks = sorted({row.segments for row in own})
        below.set_xticks(ticks, [str(tick) for tick in ticks])
    style.legend_below(figure, columns=4)
    return figure
