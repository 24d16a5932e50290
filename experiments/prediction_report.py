"""Report of the study of predictions: rank correlations, ratios, the advice that follows, and a figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from prediction_ranks import correlation, kendall, spearman

from pwlact._types import Array
from pwlact.plots import style

WEIGHTS = {
    "max": "largest error on [-8, 8]",
    "uniform": "MSE on [-8, 8]",
    "density": "MSE by inputs",
    "sensitivity": "half the MSE by sensitivity",
}
GOOD = 0.5  # share of the tables, those of least divergence, among which one chooses

Row = dict[str, str]


def columns(rows: Sequence[Row], network: str) -> dict[str, Array]:
    """Return each figure of a network's tables, shape (tables,)."""
    own = [row for row in rows if row["network"] == network]
    return {name: np.array([float(row[name]) for row in own]) for name in (*WEIGHTS, "measured")}


def names(rows: Sequence[Row]) -> list[str]:
    """Return the networks, in the order of the rows."""
    return list(dict.fromkeys(row["network"] for row in rows))


def good(found: dict[str, Array]) -> dict[str, Array]:
    """Return the tables with the smaller half of the divergences."""
    kept = np.argsort(found["measured"], kind="stable")[: max(round(GOOD * found["measured"].size), 2)]
    return {name: values[kept] for name, values in found.items()}


def markdown(rows: Sequence[Row]) -> str:
    """Return the report."""
    found = {name: columns(rows, name) for name in names(rows)}
    functions = {row["network"]: row["function"] for row in rows}
    parts = [
        "# Which weight predicts what a table costs a network",
        "",
        "`python experiments/prediction.py` made this from `tables.csv`. For each network, tables of one function (of",
        "uniform segments; by minimax, dp, density, sensitivity; of random points; of values moved at random; 3 to 16",
        "segments; on [-8, 8] and [-5, 5]) stand at all sites of the function in turn. Predictions come from the",
        "profile of the calibration data alone; the divergence (KL, or 1 - cosine) is measured on the test data.",
        "Intervals are of 95 %, by a bootstrap over the tables.",
        "",
    ]
    for title, of in (("Spearman's rank correlation", spearman), ("Kendall's tau", kendall)):
        parts += _table(f"{title}, all tables", found, functions, of)
    parts += _table(
        "Spearman's rank correlation, the better half of the tables",
        {n: good(f) for n, f in found.items()},
        functions,
        spearman,
    )
    parts += _ratios(found)
    return "\n".join([*parts, "## Advice", "", advice(found), ""])


def _table(title: str, found: dict[str, dict[str, Array]], functions: dict[str, str], of: object) -> list[str]:
    lines = [f"## {title}", "", f"| network | tables | {' | '.join(WEIGHTS)} |", f"|---|---|{'---|' * len(WEIGHTS)}"]
    for name, figures in found.items():
        cells = [str(correlation(of, figures[weight], figures["measured"])) for weight in WEIGHTS]
        lines.append(f"| {name}, {functions[name]} | {figures['measured'].size} | {' | '.join(cells)} |")
    return [*lines, ""]


def _ratios(found: dict[str, dict[str, Array]]) -> list[str]:
    lines = [
        "## Predicted divergence, by sensitivity, over the measured one",
        "",
        "| network | median | quartiles | median of the better half |",
        "|---|---|---|---|",
    ]
    for name, figures in found.items():
        low, median, high = np.quantile(figures["sensitivity"] / figures["measured"], [0.25, 0.5, 0.75])
        better = good(figures)
        half = float(np.median(better["sensitivity"] / better["measured"]))
        lines.append(f"| {name} | {median:.3f} | {low:.3f} to {high:.3f} | {half:.3f} |")
    return [*lines, ""]


def advice(found: dict[str, dict[str, Array]]) -> str:
    """Return the advice that follows: the weight that orders tables best in most networks."""
    ranks = {
        weight: [float(spearman(figures[weight][None], figures["measured"][None])[0]) for figures in found.values()]
        for weight in WEIGHTS
    }
    first = [max(WEIGHTS, key=lambda weight: ranks[weight][i]) for i in range(len(found))]
    best = max(WEIGHTS, key=first.count)
    means = ", ".join(f"{weight} {np.mean(values):.3f}" for weight, values in ranks.items())
    return (
        f"Weigh by {best}: it orders tables best in {first.count(best)} of {len(found)} networks. "
        f"Mean rank correlations: {means}."
    )


def draw(rows: Sequence[Row]) -> Figure:
    """Draw the measured divergence against each prediction, a row a network."""
    networks = names(rows)
    figure = style.new_figure(2.4 * len(networks) + 0.6)
    title = "Measured divergence against predictions of it, each mark a table; with Spearman's rank correlation"
    style.title(figure, title)
    panels = figure.subplots(len(networks), len(WEIGHTS), squeeze=False)
    for row, name in enumerate(networks):
        found = columns(rows, name)
        for axes, (weight, text) in zip(panels[row], WEIGHTS.items(), strict=True):
            style.dress(axes, text if row + 1 == len(networks) else "", name if weight == "max" else "")
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.plot(found[weight], found["measured"], ".", color=style.BLUE, markersize=4.0)
            rank = spearman(found[weight][None], found["measured"][None])[0]
            axes.set_title(f"{rank:.3f}", fontsize=style.SMALL_SIZE, color=style.INK)
            if weight == "sensitivity":
                ends = [found["measured"].min(), found["measured"].max()]
                axes.plot(ends, ends, color=style.GREY, linewidth=style.HAIR)
    return figure
