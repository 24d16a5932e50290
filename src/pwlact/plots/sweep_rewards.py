"""Rewards of a sweep's trainings: histograms of all episodes, their top percentiles, mean and spread by a setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FormatStrFormatter, NullFormatter

from pwlact._types import Array
from pwlact.plots import style
from pwlact.plots.scale import are_apart, are_numbers, is_logarithmic, scale_of, short
from pwlact.settings.sweep_file import SweepFile
from pwlact.studies.sweeps.summary import Combination
from pwlact.studies.sweeps.training import BIN, PERCENTILES

PANEL = 2.9  # height of a function's panels, in inches
POOL = 2  # bins drawn as one


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The settings of the figure: a colour for each value of `by`, the values of `along` along the last axis."""

    by: str | None
    along: str | None

    def groups(self, found: Sequence[Combination]) -> dict[Any, list[Combination]]:
        """Return combinations by their value of `by`; all together without one."""
        groups: dict[Any, list[Combination]] = {}
        for one in found:
            groups.setdefault(None if self.by is None else one.point[self.by], []).append(one)
        return groups


def has_rewards(found: Sequence[Combination]) -> bool:
    """Tell whether combinations have the rewards of episodes, as those of trainings do."""
    return all("histogram" in row for one in found for row in one.rows)


def grouping(file: SweepFile, found: Sequence[Combination]) -> Grouping:
    """Return what the file names, or by default: along the setting with most numbers, by that with fewest values."""
    asked = file.plan.figure
    values = {one.name: list(dict.fromkeys(other.point[one.name] for other in found)) for one in file.space}
    numeric = [name for name in values if are_numbers(values[name]) and len(values[name]) > 1 and name != asked.by]
    along = asked.along or max(numeric, key=lambda name: len(values[name]), default=None)
    few = [name for name in values if name != along and 2 <= len(values[name]) <= len(style.CYCLE)]
    return Grouping(by=asked.by or min(few, key=lambda name: len(values[name]), default=None), along=along)


def sweep_rewards(file: SweepFile, found: Sequence[Combination]) -> Figure:
    """Draw a row a function: histograms of all episodes, their top percentiles, best episodes by a setting.

    Parameters
    ----------
    file : SweepFile
        The sweep of trainings.
    found : sequence of Combination
        Its combinations, one at least. Rewards are shares of the published one, or of that of plain points.
    """
    shown = grouping(file, found)
    names = [name for name in file.functions if any(one.function == name for one in found)]
    figure = style.new_figure(PANEL * len(names) + 0.6)
    known = all(name in file.published for name in names)
    style.title(figure, f"Rewards of the trainings as shares of {'the published ones' if known else _PLAIN}")
    panels = figure.subplots(len(names), 3, squeeze=False)
    colors = dict(zip(shown.groups(found), style.CYCLE * len(found), strict=False))
    for function, row in zip(names, panels, strict=True):
        _draw_row(row, function, shown, [one for one in found if one.function == function], colors)
    if shown.by is not None:
        lines = [Line2D([], [], color=color, label=_label(shown.by, value)) for value, color in colors.items()]
        style.legend_below(figure, lines)
    return figure


_PLAIN = "that of equal-curvature or equidistant points"


def _label(name: str, value: Any) -> str:
    return f"{value}" if isinstance(value, str) else f"{name} {value}"


def _draw_row(
    panels: Sequence[Axes], function: str, shown: Grouping, found: Sequence[Combination], colors: dict[Any, str]
) -> None:
    left, middle, right = panels
    style.dress(left, "reward of an episode", f"{function}\nepisodes, %")
    style.dress(middle, "percentile of episodes, best combination", "reward")
    style.dress(right, shown.along or shown.by or "all", "best episode, mean and spread")
    groups = shown.groups(found)
    for i, (value, members) in enumerate(groups.items()):
        _histogram(left, members, colors[value])
        _percentiles(middle, members, colors[value])
        _along(right, shown.along, members, colors[value], i - (len(groups) - 1) / 2)
    _scales(left, middle, right, None if shown.along is None else [one.point[shown.along] for one in found])
    if shown.along is None:
        right.set_xticks([i - (len(groups) - 1) / 2 for i in range(len(groups))], [f"{value}" for value in groups])


def _histogram(axes: Axes, members: Sequence[Combination], color: str) -> None:
    """Draw the share of episodes in each bin, all combinations and seeds of a group together."""
    lists = [row["histogram"] for one in members for row in one.rows]
    size = -(-max(map(len, lists)) // POOL) * POOL
    counts = np.sum([np.pad(np.asarray(one, dtype=np.int64), (0, size - len(one))) for one in lists], axis=0)
    pooled = counts.reshape(-1, POOL).sum(axis=1)
    axes.stairs(100.0 * pooled / max(counts.sum(), 1), BIN * POOL * np.arange(pooled.size + 1), color=color)


def _percentiles(axes: Axes, members: Sequence[Combination], color: str) -> None:
    """Draw the percentiles of a group's best combination, the mean over its seeds."""
    best = max(members, key=lambda one: float(np.mean(_shares(one, "best_episode"))))
    means = [float(np.mean(_shares(best, f"p{percentile:g}"))) for percentile in PERCENTILES]
    axes.plot(range(len(means)), means, "o-", color=color, markersize=3.0)


def _along(axes: Axes, along: str | None, members: Sequence[Combination], color: str, beside: float) -> None:
    """Draw mean and spread of the best episodes by a setting; groups stand a little beside each other."""
    groups: dict[Any, list[float]] = {}
    for one in members:
        groups.setdefault(beside if along is None else one.point[along], []).extend(_shares(one, "best_episode"))
    numbers = are_numbers(list(groups))
    places = np.array(sorted(groups) if numbers else range(len(groups)), dtype=np.float64)
    rows = [groups[value] for value in sorted(groups)] if numbers else list(groups.values())
    if along is not None:
        logarithmic = numbers and is_logarithmic(places)
        places = places * 1.04**beside if logarithmic else places + 0.01 * beside * np.ptp(places)
    means = [float(np.mean(row)) for row in rows]
    spreads = [float(np.std(row, ddof=1)) if len(row) > 1 else 0.0 for row in rows]
    axes.errorbar(places, means, spreads, color=color, marker="o", markersize=3.0, linewidth=1.0, capsize=2.0)


def _shares(one: Combination, column: str) -> list[float]:
    return [row[column] / row["reference"] for row in one.rows]


def _scales(left: Axes, middle: Axes, right: Axes, values: Sequence[Any] | None) -> None:
    """Set scales and ticks, and a line at the reference's reward."""
    left.set_yscale("log")
    left.yaxis.set_major_formatter(FormatStrFormatter("%g"))
    left.yaxis.set_minor_formatter(NullFormatter())
    middle.set_xticks(range(len(PERCENTILES)), [f"{percentile:g}" for percentile in PERCENTILES])
    if values is not None:
        _ticks(right, values)
    for axes in (middle, right):
        axes.axhline(1.0, color=style.GREY, linewidth=style.HAIR)
    left.axvline(1.0, color=style.GREY, linewidth=style.HAIR)


def _ticks(axes: Axes, values: Sequence[Any]) -> None:
    known = list(dict.fromkeys(values))
    if not are_numbers(known):
        axes.set_xticks(range(len(known)), [f"{value}" for value in known])
        return
    numbers: Array = np.sort(np.asarray(known, dtype=np.float64))
    if is_logarithmic(numbers):
        axes.set_xscale("log")
        axes.xaxis.set_minor_formatter(NullFormatter())
    if are_apart(np.sort(scale_of("", known).places).tolist()):
        axes.set_xticks(numbers, [short(number) for number in numbers.tolist()])
