"""Noisy data in figures: the points, thinned where they are many."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from pwlact._types import Array
from pwlact.plots import style
from pwlact.search.noisy.part import data_in_range
from pwlact.search.result import Result

SHOWN = 5000  # points at most


def scatter(result: Result) -> tuple[Array, Array]:
    """Return x and y of the noisy data within a result's range: all, or 5000 evenly chosen and the farthest one.

    Parameters
    ----------
    result : Result
        Of noisy data.
    """
    x, y, _weight = data_in_range(result.problem)
    if x.size <= SHOWN:
        return x, y
    farthest = int(np.argmax(np.abs(result.approximation(x) - y)))
    shown = np.unique(np.append(np.linspace(0, x.size - 1, SHOWN).astype(np.int64), farthest))
    return x[shown], y[shown]


def draw_points(axes: Axes, x: Array, y: Array) -> None:
    """Draw points as pale dots, smaller where there are many."""
    size = 4.0 if x.size <= 500 else 2.0
    axes.plot(x, y, "o", color=style.GREY, alpha=0.5, markersize=size, markeredgewidth=0.0, zorder=1, label="data")
