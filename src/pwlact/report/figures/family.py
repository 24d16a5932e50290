"""A family: how its errors are spread, and the approximation with the largest one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.many import Family
from pwlact.report.figures.arrays import packed
from pwlact.report.figures.curves import line
from pwlact.report.figures.palette import BLUE, VERMILLION
from pwlact.report.section import Figure

BINS = 40


def spread_figure(numbers: Array, name: str) -> Figure:
    """Return the histogram of numbers; of those above 0 by their logarithm where they differ much.

    Parameters
    ----------
    numbers : ndarray, shape (n,)
        Zero or more.
    name : str
        What they are.
    """
    shown = numbers[numbers > 0.0]
    low, high = (float(shown.min()), float(shown.max())) if shown.size else (0.0, 1.0)
    wide = bool(shown.size) and high > 10.0 * low
    counts, edges = np.histogram(np.log10(shown) if wide else numbers, BINS)
    middles = 0.5 * (edges[1:] + edges[:-1])
    texts = [f"{start:.3g} to {stop:.3g}" for start, stop in pairwise((10.0**edges if wide else edges).tolist())]
    bars = {"type": "bar", "name": "functions", "marker": {"color": BLUE}, "width": float(edges[1] - edges[0])}
    told = {"customdata": texts, "hovertemplate": "%{customdata}: %{y}<extra></extra>"}
    return {
        "data": [{**bars, **told, "x": packed(middles), "y": packed(counts)}],
        "layout": {
            "xaxis": {"title": {"text": name}, **(_decades(edges) if wide else {"exponentformat": "power"})},
            "yaxis": {"title": {"text": "functions"}},
        },
    }


def _decades(edges: Array) -> dict[str, object]:
    """Return the ticks of an axis of logarithms: powers of ten, or 1, 2 and 5 times those where they are few."""
    tens = np.arange(np.floor(edges[0]), np.ceil(edges[-1]) + 1.0)
    places = (
        tens if edges[-1] - edges[0] > 3.0 else np.sort(np.concatenate([tens + np.log10(m) for m in (1.0, 2.0, 5.0)]))
    )
    places = places[(places >= edges[0]) & (places <= edges[-1])]
    return {"tickvals": places.tolist(), "ticktext": [f"{10.0**place:.3g}" for place in places.tolist()]}


def worst_figure(found: Family, i: int) -> Figure:
    """Return the figure of one approximation of a family; the functions themselves are not in its file.

    Parameters
    ----------
    found : Family
        The family.
    i : int
        Index of the function.
    """
    pwl = found[i]
    dots: dict[str, Any] = {"mode": "lines+markers", "marker": {"color": VERMILLION, "size": 6}}
    return {
        "data": [line(pwl.breakpoints, pwl.values, "approximation", VERMILLION, **dots)],
        "layout": {"xaxis": {"title": {"text": "x"}}, "yaxis": {"title": {"text": "y"}}, "showlegend": False},
    }
