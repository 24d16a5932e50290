"""Noisy data: how the residuals are spread, and what the criteria say of each number of segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.report.figures.arrays import packed
from pwlact.report.figures.curves import line
from pwlact.report.figures.palette import BLUE, GREY, HAIR, PURPLE, VERMILLION
from pwlact.report.figures.views import with_views
from pwlact.report.section import Figure

BINS = 40
DOTS: dict[str, Any] = {"mode": "lines+markers"}


def residuals_figure(residuals: Array, sigma: float | None) -> Figure:
    """Return the histogram of residuals, beside the normal density of the same spread where that is known.

    Parameters
    ----------
    residuals : ndarray, shape (n,)
        y - p(x) at the data.
    sigma : float or None
        Standard deviation of the data about the approximation.
    """
    counts, edges = np.histogram(residuals, BINS)
    middles, width = 0.5 * (edges[1:] + edges[:-1]), float(edges[1] - edges[0])
    told = {"width": width, "hovertemplate": "%{x:.3g}: %{y}<extra></extra>"}
    bars = {"type": "bar", "name": "data", "marker": {"color": BLUE}, "x": packed(middles), "y": packed(counts), **told}
    return {
        "data": [bars, *_normal(residuals.size, width, edges, sigma)],
        "layout": {
            "legend": {"entrywidth": 190},
            "xaxis": {"title": {"text": "residual y - p(x)"}},
            "yaxis": {"title": {"text": "points"}},
        },
    }


def _normal(count: int, width: float, edges: Array, sigma: float | None) -> list[dict[str, Any]]:
    if not sigma:
        return []
    x = np.linspace(edges[0], edges[-1], 200)
    density = np.exp(-0.5 * (x / sigma) ** 2) / (sigma * np.sqrt(2.0 * np.pi))
    return [line(x, count * width * density, f"normal, sigma = {sigma:.4g}", VERMILLION, hoverinfo="skip")]


def criteria_figure(rows: Sequence[Mapping[str, Any]], chosen: int) -> Figure:
    """Return the figure of the criteria against the number of segments, the chosen number marked.

    Parameters
    ----------
    rows : sequence of mapping
        The criteria of each number, as a result's details hold them.
    chosen : int
        The number of segments of the result.
    """
    x = np.array([row["segments"] for row in rows], dtype=np.float64)
    errors = [line(x, _of(rows, "mse"), "at the data", BLUE, **DOTS)]
    if rows[0]["cv"] is not None:
        bars = {"type": "data", "array": packed(_of(rows, "cv_error")), "thickness": 1}
        errors.append(line(x, _of(rows, "cv"), "at points left out", VERMILLION, error_y=bars, **DOTS))
    criteria = [line(x, _of(rows, "bic"), "BIC", BLUE, **DOTS), line(x, _of(rows, "aicc"), "AICc", PURPLE, **DOTS)]
    return with_views(
        {
            "mean square error": _against(
                errors, "mean square error", chosen, {"type": "log", "exponentformat": "power"}
            ),
            "BIC and AICc": _against(criteria, "criterion, smaller is better", chosen, {}),
        }
    )


def _of(rows: Sequence[Mapping[str, Any]], name: str) -> Array:
    found = np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def _against(lines: list[dict[str, Any]], name: str, chosen: int, axis: dict[str, Any]) -> Figure:
    mark = {"line": {"color": GREY, "dash": "dash", "width": 1.5}, "label": {"text": f"{chosen} chosen"}}
    return {
        "data": lines,
        "layout": {
            "legend": {"entrywidth": 140},
            "hovermode": "x unified",
            "xaxis": {"title": {"text": "segments"}},
            "yaxis": {"title": {"text": name}, **axis},
            "shapes": [{"type": "line", "x0": chosen, "x1": chosen, "y0": 0, "y1": 1, "yref": "paper", **mark}],
        },
    }


def intervals_figure(x: Array, y: Array, points: Sequence[Any], values: Sequence[Any]) -> Figure:
    """Return the figure of the approximation with the bootstrap's intervals of its breakpoints and values.

    Parameters
    ----------
    x, y : ndarray, shape (m,)
        Breakpoints, both ends included, and values.
    points : sequence of pair, m - 2 of them
        Intervals of the interior breakpoints.
    values : sequence of pair, m of them
        Intervals of the values.
    """
    ends = np.array([[x[0], x[0]], *points, [x[-1], x[-1]]], dtype=np.float64)
    up = np.array(values, dtype=np.float64)
    across, along = (_bars(*np.abs(each.T - at)) for each, at in ((ends, x), (up, y)))
    look = {**DOTS, "marker": {"size": 7, "color": BLUE}, "hovertemplate": "%{x:.6g}: %{y:.6g}"}
    return {
        "data": [line(x, y, "approximation", BLUE, error_x=across, error_y=along, **look)],
        "layout": {
            "xaxis": {"title": {"text": "x"}},
            "yaxis": {"title": {"text": "y"}},
            "showlegend": False,
            "shapes": [_strip(low, high) for low, high in points],
        },
    }


def _strip(low: float, high: float) -> dict[str, Any]:
    look = {"fillcolor": HAIR, "opacity": 0.4, "line": {"width": 0}, "layer": "below"}
    return {"type": "rect", "x0": low, "x1": high, "y0": 0, "y1": 1, "yref": "paper", **look}


def _bars(below: Array, above: Array) -> dict[str, Any]:
    return {"type": "data", "array": packed(above), "arrayminus": packed(below), "thickness": 1.5, "color": VERMILLION}
