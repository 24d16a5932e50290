"""Segments by site, and loss against the budget, both for an allocation and for even shares of it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pwlact.models.budgets.allocate import Allocation
from pwlact.plots import style

HEIGHT = 7.0  # inches
MANY = 10  # names beneath bars; of more tables, every second has one, or every third ...
LONGEST = 12  # characters of a name there
COLORS = {"allocated": style.BLUE, "even": style.VERMILLION, "same": style.GREEN}
MARK_SIZE = 7.0


def allocation(found: Allocation) -> Figure:
    """Draw the segments of each table as bars, and below the loss of each way against what its tables cost.

    Lines are predicted losses; marks are divergences that were measured at the budget.

    Parameters
    ----------
    found : Allocation
        The allocation to draw; losses of 0 have no logarithm and are left out.
    """
    figure = style.new_figure(HEIGHT)
    bars, losses = figure.subplots(2, 1)
    config = found.config
    style.title(figure, f"{found.network.title}: {config.budget} {config.cost_name} shared out by the predicted loss")
    _draw_segments(bars, found)
    _draw_losses(losses, found)
    style.legend_below(figure, losses.get_legend_handles_labels()[0], columns=3)
    return figure


def _draw_segments(axes: Axes, found: Allocation) -> None:
    pairs = found.placed[0].pairs
    places = np.arange(len(pairs))
    names, frame = _short_names([curve.name for curve, _ in pairs])
    style.dress(axes, f"table{frame}", "segments")
    axes.bar(places, [option.segments for _, option in pairs], color=COLORS["allocated"], width=0.7)
    even = [placed for placed in found.placed if placed.way == "even"]
    for placed in even:
        axes.axhline(placed.options[0].segments, color=COLORS["even"], linewidth=style.LINE_WIDTH, zorder=0)
    shown = places[:: -(-len(pairs) // MANY)]
    axes.set_xticks(shown, [style.shorten(names[i], LONGEST) for i in shown], parse_math=False)


def _short_names(names: list[str]) -> tuple[list[str], str]:
    """Return names without what all of them begin and end with, and that in words."""
    if len(names) < 2:
        return names, ""
    start = _shared(names)
    end = _shared([name[start:][::-1] for name in names])
    frame = f"{names[0][:start]}*{names[0][len(names[0]) - end :]}" if start + end else ""
    return [name[start : len(name) - end] for name in names], frame and f" {style.shorten(frame)}"


def _shared(names: list[str]) -> int:
    """Return how many letters all names begin with."""
    different = (i for i, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1)
    return next(different, min(len(name) for name in names))


def _draw_losses(axes: Axes, found: Allocation) -> None:
    style.dress(axes, f"{found.config.cost_name} of all tables", found.network.divergence_name)
    axes.set_yscale("log")
    costs = np.arange(found.losses.size)
    held = np.isfinite(found.losses) & (found.losses > 0.0)
    axes.step(
        costs[held], found.losses[held], where="post", color=COLORS["allocated"], linewidth=style.LINE_WIDTH,
        label="allocated, predicted",
    )  # fmt: skip
    for way in ("even", "same"):
        placed = [one for one in found.rivals if one.way == way and one.predicted > 0.0]
        placed = [one for one in placed if one.cost < found.losses.size]
        if placed:
            line = [one.cost for one in placed], [one.predicted for one in placed]
            axes.step(*line, where="post", color=COLORS[way], linewidth=style.LINE_WIDTH, label=f"{way}, predicted")
    for one in found.placed:
        if one.measured is not None and one.measured.divergence.value > 0.0:
            mark = [one.cost], [one.measured.divergence.value]
            axes.plot(*mark, "o", color=COLORS[one.way], markersize=MARK_SIZE, label=f"{one.way}, measured")
