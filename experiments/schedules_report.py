"""Table and figure of the study of schedules: what `schedules.py` shows at its end."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FormatStrFormatter, NullFormatter

from pwlact._types import Array
from pwlact.cli.console import print_table
from pwlact.plots import style

PUBLISHED = {"gelu_tanh": 103.9, "silu": 77.6, "sigmoid": 208.1}  # the paper's best rewards
FUNCTIONS = tuple(PUBLISHED)
SCHEDULES = ("linear", "cosine", "exponential", "constant", "one-cycle")
RATES = (1e-4, 3e-4, 6e-4, 1.5e-3, 3e-3, 6e-3)
POOL = 2  # bins drawn as one
COLORS = dict(zip(SCHEDULES, style.CYCLE, strict=False))

Entry = dict[str, Any]


def chosen(entries: Sequence[Entry], **values: object) -> list[Entry]:
    """Return the entries that have these values."""
    return [entry for entry in entries if all(entry[key] == value for key, value in values.items())]


def present(entries: Sequence[Entry], key: str) -> list[Any]:
    """Return the different values of a key, in the order of the entries."""
    return list(dict.fromkeys(entry[key] for entry in entries))


def spread(values: Sequence[float]) -> float:
    """Return the standard deviation of a sample; 0 for one value."""
    return statistics.stdev(values) if len(values) > 1 else 0.0


def show(entries: Sequence[Entry]) -> None:
    """Print a table a function: a line for each schedule and rate."""
    columns = ("schedule", "rate", "mean", "spread", "best", "final policy", "seconds")
    for function in present(entries, "function"):
        asked = chosen(entries, function=function)
        rows = [
            _row(schedule, rate, chosen(asked, schedule=schedule, rate=rate))
            for schedule in present(asked, "schedule")
            for rate in present(asked, "rate")
        ]
        seeds = len(present(asked, "seed"))
        print_table(
            f"{function}: best episodes over {seeds} seeds, published {PUBLISHED[function]}; mean final policy",
            columns,
            rows,
        )


def _row(schedule: str, rate: float, entries: Sequence[Entry]) -> tuple[str, ...]:
    best = [entry["best_episode"] for entry in entries]
    final, seconds = (statistics.mean(entry[key] for entry in entries) for key in ("final_policy", "seconds"))
    figures = (statistics.mean(best), spread(best), max(best), final)
    return (schedule, f"{rate:g}", *(f"{figure:.2f}" for figure in figures), f"{seconds:.1f}")


def draw(entries: Sequence[Entry], bins: Array, percentiles: Sequence[float]) -> Figure:
    """Draw a row a function: histograms of all episodes, their top percentiles, mean and spread by the rate."""
    names = present(entries, "function")
    figure = style.new_figure(2.9 * len(names) + 0.6)
    style.title(figure, "Schedules of the learning rate: rewards as shares of the published ones")
    panels = figure.subplots(len(names), 3, squeeze=False)
    for function, (left, middle, right) in zip(names, panels, strict=True):
        _dress(function, left, middle, right)
        middle.set_xticks(range(len(percentiles)), [f"{percentile:g}" for percentile in percentiles])
        for schedule in present(entries, "schedule"):
            asked = chosen(entries, function=function, schedule=schedule)
            _histogram(left, asked, bins)
            _percentiles(middle, asked, percentiles)
            _by_rate(right, asked)
        rates = present(entries, "rate")
        right.set_xticks(rates, [f"{1000 * rate:g}" for rate in rates])
        right.xaxis.set_minor_formatter(NullFormatter())
    lines = [Line2D([], [], color=COLORS[name], label=name) for name in present(entries, "schedule")]
    style.legend_below(figure, lines)
    return figure


def _histogram(axes: Axes, entries: Sequence[Entry], bins: Array) -> None:
    counts = np.sum([entry["histogram"] for entry in entries], axis=0)
    pooled = counts.reshape(-1, POOL).sum(axis=1)
    axes.stairs(100 * pooled / max(counts.sum(), 1), bins[::POOL], color=COLORS[entries[0]["schedule"]])


def _percentiles(axes: Axes, entries: Sequence[Entry], percentiles: Sequence[float]) -> None:
    """Draw the percentiles of the schedule's best rate; all episodes of its seeds."""
    rates = present(entries, "rate")
    best = max(rates, key=lambda rate: statistics.mean(e["best_episode"] for e in chosen(entries, rate=rate)))
    rows = np.array([entry["percentiles"] for entry in chosen(entries, rate=best)])
    shares = rows.mean(axis=0) / PUBLISHED[entries[0]["function"]]
    axes.plot(range(len(percentiles)), shares, "o-", color=COLORS[entries[0]["schedule"]], markersize=3.0)


def _by_rate(axes: Axes, entries: Sequence[Entry]) -> None:
    rates = present(entries, "rate")
    shares = [
        [entry["best_episode"] / PUBLISHED[entry["function"]] for entry in chosen(entries, rate=rate)] for rate in rates
    ]
    means, spreads = [statistics.mean(row) for row in shares], [spread(row) for row in shares]
    color = COLORS[entries[0]["schedule"]]
    beside = 1.04 ** (SCHEDULES.index(entries[0]["schedule"]) - 2)  # so that bars do not hide each other
    shifted = [rate * beside for rate in rates]
    axes.errorbar(shifted, means, spreads, color=color, marker="o", markersize=3.0, linewidth=1.0, capsize=2.0)


def _dress(function: str, left: Axes, middle: Axes, right: Axes) -> None:
    style.dress(left, "reward of an episode", f"{function}\nepisodes, %")
    style.dress(middle, "percentile of episodes, at the best rate", "reward")
    style.dress(right, "peak learning rate, thousandths", "best episode, mean and spread")
    left.set_yscale("log")
    left.yaxis.set_major_formatter(FormatStrFormatter("%g"))
    left.yaxis.set_minor_formatter(NullFormatter())
    right.set_xscale("log")
    for axes in (middle, right):
        axes.axhline(1.0, color=style.GREY, linewidth=style.HAIR)
    left.axvline(1.0, color=style.GREY, linewidth=style.HAIR)
