"""Episodes that the reader steps through: the points placed so far, the curvature there, and at the end the fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pwlact import functions
from pwlact._types import Array
from pwlact.pwl import PWL
from pwlact.report.figures.curves import line
from pwlact.report.figures.palette import BAND, BLUE, GREY, PURPLE, VERMILLION
from pwlact.report.section import Figure
from pwlact.search.problem import Problem

SAMPLES = 600
ROWS = ((0.45, 1.0), (0.0, 0.35))


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """An episode, or another way to a set of points, from left to right.

    Parameters
    ----------
    name : str
        What it is.
    points : ndarray, shape (n,)
        Points in the order of the steps.
    pwl : PWL or None
        The fit at the end; None where the points allow none.
    end : str
        What the end is worth, in words.
    """

    name: str
    points: Array
    pwl: PWL | None
    end: str


def episode_figure(problem: Problem, episodes: Sequence[Steps], weight: float | None) -> Figure:
    """Return the figure of the first episode at its end; `static/episode.js` goes through the steps of all.

    Parameters
    ----------
    problem : Problem
        What the points were placed for.
    episodes : sequence of Steps
        One at least.
    weight : float or None
        Weight of the curvature in the reward of a step; None where steps earn nothing by their nature.
    """
    x = np.linspace(*problem.interval, SAMPLES)
    told = [_told(problem, episode) for episode in episodes]
    first = told[0]
    stems = {"color": PURPLE, "size": 8}
    dots = {"color": VERMILLION, "size": 8}
    return {
        "data": [
            line(x, problem.activation(x), "function", BAND, line={"color": BAND, "width": 6}, hoverinfo="skip"),
            line(np.array(first["knots"]), np.array(first["values"]), "fit", BLUE),
            _points(first["x"], first["y"], "points placed", dots),
            line(x, functions.curvature(problem.activation, x), "curvature", GREY, yaxis="y2", hoverinfo="skip"),
            {**_points(first["x"], first["curvature"], "curvature at the points", stems), "yaxis": "y2"},
        ],
        "layout": {
            "height": 480,
            "uirevision": "episode",
            "legend": {"entrywidth": 165},
            "xaxis": {"title": {"text": "x"}, "anchor": "y2", "range": list(problem.interval)},
            "yaxis": {"title": {"text": "y"}, "domain": ROWS[0]},
            "yaxis2": {"title": {"text": "curvature"}, "domain": ROWS[1], "rangemode": "tozero"},
            "shapes": [_left(problem.interval)],
            "meta": {"episodes": told, "interval": list(problem.interval), "weight": weight},
        },
    }


def _told(problem: Problem, episode: Steps) -> dict[str, Any]:
    points, pwl = episode.points, episode.pwl
    return {
        "name": episode.name,
        "x": points.tolist(),
        "y": problem.activation(points).tolist(),
        "curvature": functions.curvature(problem.activation, points).tolist(),
        "knots": [] if pwl is None else pwl.breakpoints.tolist(),
        "values": [] if pwl is None else pwl.values.tolist(),
        "end": episode.end,
    }


def _points(x: list[float], y: list[float], name: str, marker: dict[str, Any]) -> dict[str, Any]:
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "marker": marker,
        "hovertemplate": "%{x:.6g}: %{y:.6g}",
    }
    return {**trace, "x": list(x), "y": list(y)}


def _left(interval: tuple[float, float]) -> dict[str, Any]:
    """Return the rectangle over the part of the range in which points are still to be placed; none at the end."""
    look = {"fillcolor": BAND, "opacity": 0.35, "line": {"width": 0}, "layer": "below", "visible": False}
    return {"type": "rect", "x0": interval[0], "x1": interval[1], "y0": 0, "y1": 1, "yref": "paper", **look}
