"""Gaps between points in the curvature coordinate."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pwlact._types import Array
from pwlact.report.figures.curves import line
from pwlact.report.figures.palette import BLUE, GREY, VERMILLION
from pwlact.report.section import Figure


def gaps_figure(gaps: Mapping[str, Array]) -> Figure:
    """Return the figure of the gaps of one or two sets of points, by their names, as multiples of equal gaps."""
    size = max(each.size for each in gaps.values())
    lines = [
        line(np.arange(1.0, each.size + 1.0), each, name, color, mode="lines+markers", hovertemplate="%{y:.3g}")
        for (name, each), color in zip(gaps.items(), (BLUE, VERMILLION), strict=False)
    ]
    ones = line(np.array([0.5, size + 0.5]), np.ones(2), "equal", GREY, line={"color": GREY, "dash": "dash"})
    return {
        "data": [ones, *lines],
        "layout": {
            "hovermode": "x unified",
            "legend": {"entrywidth": 130},
            "xaxis": {"title": {"text": "piece, from left to right"}},
            "yaxis": {"title": {"text": "gap in u, times an equal gap"}, "rangemode": "tozero"},
        },
    }
