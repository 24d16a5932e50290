"""A sweep: its trials as lines through the values of their settings, and how much each setting matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from pwlact.plots import style
from pwlact.plots.scale import Scale, scale_of
from pwlact.plots.sweep_rewards import has_rewards, sweep_rewards
from pwlact.studies.sweeps.run import Sweep
from pwlact.studies.sweeps.summary import Combination, combinations, importances
from pwlact.studies.sweeps.trial import Row

PANEL = 2.9  # height of a function's panels, in inches
NAME_LENGTH = 22
COLORS: Colormap = LinearSegmentedColormap.from_list("trials", [style.PALE, style.SKY, style.BLUE, style.VERMILLION])
"""From the poorest trial to the best."""


def sweep_figures(sweep: Sweep, rows: Sequence[Row]) -> dict[str, Figure]:
    """Return a sweep's figures by name: its settings, and of trainings its rewards; none without a complete trial."""
    found = combinations(sweep.file, rows)
    if not found:
        return {}
    rewards = {"rewards": sweep_rewards(sweep.file, found)} if has_rewards(found) else {}
    return {"settings": sweep_settings(sweep, found), **rewards}


def sweep_settings(sweep: Sweep, found: Sequence[Combination]) -> Figure:
    """Draw for each function parallel coordinates of its combinations, beside the share of each setting.

    Parameters
    ----------
    sweep : Sweep
        The sweep.
    found : sequence of Combination
        Its combinations, one at least; a line for each, at its mean over the seeds.
    """
    names = [name for name in sweep.file.functions if any(one.function == name for one in found)]
    figure = style.new_figure(PANEL * len(names) + 0.7)
    style.title(
        figure, f"{sweep.place.folder.name}: {sweep.file.measure.replace('_', ' ')} by settings, mean over the seeds"
    )
    panels = figure.subplots(len(names), 2, squeeze=False, width_ratios=(3.2, 1.0))
    shares = importances(sweep, found)
    for function, (left, right) in zip(names, panels, strict=True):
        _parallel(left, function, [one for one in found if one.function == function], sweep)
        _bars(right, shares.get(function, {}), [one.name for one in sweep.file.space])
    return figure


def _parallel(axes: Axes, function: str, found: Sequence[Combination], sweep: Sweep) -> None:
    """Draw combinations as lines through upright scales, of each setting and of what counts; the best is on top."""
    names = [one.name for one in sweep.file.space]
    columns: dict[str, list[Any]] = {name: [one.point[name] for one in found] for name in names}
    scales = [scale_of(name, values) for name, values in columns.items()]
    scales.append(scale_of(sweep.file.measure.replace("_", " "), [one.mean for one in found]))
    heights = np.array([scale.places for scale in scales]).T
    order = np.argsort([one.mean if sweep.file.larger else -one.mean for one in found], kind="stable")
    lines = np.stack((np.broadcast_to(np.arange(float(len(scales))), heights.shape), heights), axis=-1)
    ranks = np.linspace(0.0, 1.0, len(found)) if len(found) > 1 else np.ones(1)
    axes.add_collection(
        LineCollection(list(lines[order]), colors=COLORS(ranks), linewidths=0.8 + 1.2 * ranks, zorder=2)
    )
    for i, scale in enumerate(scales):
        _upright(axes, i, scale)
    axes.set_xlim(-0.2, len(scales) - 0.5)
    axes.set_ylim(-0.05, 1.05)
    axes.set_xticks(range(len(scales)), [style.shorten(scale.name, NAME_LENGTH) for scale in scales])
    axes.tick_params(axis="x", length=0, labelsize=style.TEXT_SIZE, labelcolor=style.INK)
    axes.set_yticks([])
    axes.set_ylabel(function, fontsize=style.TEXT_SIZE, color=style.INK)
    axes.spines[:].set_visible(False)


def _upright(axes: Axes, x: float, scale: Scale) -> None:
    axes.axvline(x, color=style.GREY, linewidth=style.HAIR, zorder=1)
    for place, text in scale.ticks:
        axes.annotate(
            style.shorten(text, NAME_LENGTH),
            (x, place),
            xytext=(3.0, 0.0),
            textcoords="offset points",
            fontsize=style.SMALL_SIZE,
            color=style.INK,
            va="center",
            zorder=3,
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6},
        )


def _bars(axes: Axes, shares: dict[str, float], names: Sequence[str]) -> None:
    """Draw the share of each setting, the first at the top; nothing is drawn without shares."""
    style.dress(axes, "share of the setting", "")
    axes.barh(range(len(names)), [shares.get(name, 0.0) for name in names], color=style.SKY, height=0.6)
    axes.set_yticks(range(len(names)), [style.shorten(name, NAME_LENGTH) for name in names])
    axes.set_xlim(0.0, 1.0)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.invert_yaxis()
    if not shares:
        axes.text(0.5, 0.5, "too few trials", transform=axes.transAxes, ha="center", fontsize=style.SMALL_SIZE)
