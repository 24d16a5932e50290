"""An allocation: the segments of each table, and the least predicted loss at every budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.report.figures.curves import line
from pwlact.report.figures.palette import BLUE, CYCLE, SYMBOLS
from pwlact.report.section import Figure


def shares_figure(found: Mapping[str, Any]) -> Figure:
    """Return the figure of the segments of the table at each site, for each way of choosing them.

    Parameters
    ----------
    found : mapping
        What `allocation_to_json` returned.
    """
    return {
        "data": [
            {
                "type": "bar",
                "name": way["way"],
                "x": [site for table in way["tables"] for site in table["sites"]],
                "y": [table["segments"] for table in way["tables"] for _site in table["sites"]],
                "marker": {"color": color},
                "hovertemplate": "%{x}: %{y} segments",
            }
            for way, color in zip(found["ways"], CYCLE, strict=False)
        ],
        "layout": {
            "barmode": "group",
            "xaxis": {"title": {"text": "site"}, "type": "category"},
            "yaxis": {"title": {"text": "segments"}},
        },
    }


def losses_figure(found: Mapping[str, Any]) -> Figure:
    """Return the figure of the least predicted loss at every budget, and what the ways are predicted to lose."""
    losses = np.array([np.nan if loss is None else loss for loss in found["least_losses"]])
    budgets = np.arange(losses.size, dtype=np.float64)
    chosen: dict[str, Any] = {"mode": "markers", "hovertemplate": "%{x}: %{y:.3g}"}
    return {
        "data": [
            line(budgets, losses, "least predicted loss", BLUE, hovertemplate="%{x}: %{y:.3g}"),
            *(
                line(*_point(way), way["way"], color, marker={"color": color, "size": 9, "symbol": symbol}, **chosen)
                for way, color, symbol in zip(found["ways"], CYCLE, SYMBOLS, strict=False)
            ),
        ],
        "layout": {
            "legend": {"entrywidth": 160},
            "xaxis": {"title": {"text": found["cost"]}},
            "yaxis": {"title": {"text": "predicted loss"}, "type": "log", "exponentformat": "power"},
        },
    }


def _point(way: Any) -> tuple[Array, Array]:
    return np.array([way["cost"]], dtype=np.float64), np.array([way["predicted"]], dtype=np.float64)
