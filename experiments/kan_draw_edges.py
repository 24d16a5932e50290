"""The figure of a KAN's edges: functions, what they are fed, and tables of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from kan_tables import X
from kan_trained import Trained
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pwlact.many import Family
from pwlact.plots import style

ROWS, COLUMNS = 2, 3
HEIGHT = 5.5
TALLEST = 0.35  # share of a panel's height that the inputs' histogram takes
LOOKS = (style.BLUE, style.VERMILLION)


def draw_edges(one: Trained, families: Mapping[str, Family]) -> Figure:
    """Draw the edges that cost most where inputs are, by the sum of their sensitivities, with up to two tables each."""
    cost = one.weights["sensitivity"].sum(axis=1) * np.ptp(one.edges.y, axis=1) ** 2
    figure = style.new_figure(HEIGHT)
    style.title(figure, f"Edges of a KAN ({one.data.name}), and what they are fed")
    panels = figure.subplots(ROWS, COLUMNS).ravel()
    for axes, edge in zip(panels, np.argsort(-cost), strict=False):
        style.dress(axes, "", "")
        axes.set_title(f"edge {one.edges.names[edge]}", fontsize=style.TEXT_SIZE)
        _inputs(axes, one.weights["density"][edge])
        axes.plot(X, one.edges.y[edge], color=style.PALE, linewidth=style.FUNCTION_WIDTH, label="spline")
        for (name, family), color in zip(families.items(), LOOKS, strict=False):
            pwl = family[edge]
            axes.plot(pwl.breakpoints, pwl.values, "o-", color=color, markersize=3, linewidth=1.0, label=name)
    style.legend_below(figure)
    return figure


def _inputs(axes: Axes, density: np.ndarray) -> None:
    """Draw a histogram of inputs at the foot of a panel."""
    foot = axes.twinx()
    foot.stairs(density, np.linspace(X[0], X[-1], density.size + 1), fill=True, color=style.SKY, alpha=0.5)
    foot.set_ylim(0.0, density.max() / TALLEST)
    foot.set_axis_off()
