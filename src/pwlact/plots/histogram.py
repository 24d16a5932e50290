"""The distribution of the rewards of a random search."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from pwlact.errors import FileError
from pwlact.plots import style
from pwlact.search.result import Result


def has_histogram(result: Result) -> bool:
    """Return whether a result holds a histogram of rewards, as those of random search do."""
    return "histogram" in result.details


def histogram(result: Result) -> Figure:
    """Draw the rewards 1 / (J + 1e-4) of all sets that a random search evaluated, with the best one as a line.

    Parameters
    ----------
    result : Result
        A random search's result.

    Raises
    ------
    FileError
        If the result holds no histogram, or a damaged one.
    """
    found: Any = result.details.get("histogram")
    try:
        edges, counts = np.array(found["edges"], dtype=np.float64), np.array(found["counts"], dtype=np.float64)
        figure = style.new_figure()
        axes = figure.add_subplot()
        axes.stairs(counts, edges, fill=True, color=style.SKY)
    except (TypeError, ValueError, KeyError) as fault:
        raise FileError(
            f"a histogram needs the rewards of a random search, got {type(found).__name__}; choose another kind"
        ) from fault
    style.title(figure, f"{int(counts.sum()):,} random sets of points: {style.heading(result.problem)}")
    style.dress(axes, "reward 1 / (J + 1e-4)", "sets")
    best = float(edges[-1])
    axes.axvline(best, color=style.VERMILLION, linewidth=1.0, linestyle=(0, (5, 3)))
    axes.text(
        best,
        1.01,
        f"best {best:.4g}",
        transform=axes.get_xaxis_transform(),
        ha="right",
        va="bottom",
        fontsize=style.SMALL_SIZE,
        color=style.VERMILLION,
    )
    return figure
