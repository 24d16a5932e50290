"""A training: what it had reached over the steps, and how the rewards of its episodes were spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.report.figures.arrays import packed
from pwlact.report.figures.curves import line
from pwlact.report.figures.palette import BAND, BLUE, GREY, VERMILLION
from pwlact.report.figures.views import with_views
from pwlact.report.section import Figure
from pwlact.runs.history import History

GROUPS = 60
SHARES = (0.1, 0.5, 0.9)


def training_figure(histories: Mapping[str, History], best: str, limit: float | None) -> Figure:
    """Return the figure of the best episode so far and the policy's reward, over the steps or the seconds.

    Parameters
    ----------
    histories : mapping of str to History
        The evaluations of each seed, by its name.
    best : str
        Name of the seed whose result counts: its lines are bold.
    limit : float or None
        Reward that no PWL exceeds, where it is known.
    """
    views = {"over the steps": _over("steps", histories, best, limit)}
    if all(history.seconds is not None for history in histories.values()):
        views["over the seconds"] = _over("seconds", histories, best, limit)
    return with_views(views)


def _over(axis: str, histories: Mapping[str, History], best: str, limit: float | None) -> Figure:
    traces = [
        trace for name, history in histories.items() for trace in _seed(getattr(history, axis), history, name, best)
    ]
    last = max(float(getattr(history, axis)[-1]) for history in histories.values() if history.steps.size)
    return {
        "data": [*traces, *_limit(limit, last)],
        "layout": {
            "hovermode": "x unified",
            "legend": {"entrywidth": 150},
            "xaxis": {"title": {"text": axis}, "rangemode": "tozero"},
            "yaxis": {"title": {"text": "final reward"}, **_near_the_end(histories, limit)},
        },
    }


def _seed(x: Array, history: History, name: str, best: str) -> list[dict[str, Any]]:
    """Return the two lines of a seed, thin and pale for those that are not the best one."""
    look: dict[str, Any] = {} if name == best else {"opacity": 0.35}
    suffix = f", {name}" if name else ""
    return [
        line(x, _finite(history.policy), f"policy{suffix}", VERMILLION, **look),
        line(x, _finite(history.best_episode), f"best episode{suffix}", BLUE, **look),
    ]


def _finite(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan)


def _limit(limit: float | None, last: float) -> list[dict[str, Any]]:
    if limit is None:
        return []
    dashes = {"color": GREY, "width": 1.5, "dash": "dash"}
    return [line(np.array([0.0, last]), np.full(2, limit), "no PWL earns more", GREY, line=dashes)]


def _near_the_end(histories: Mapping[str, History], limit: float | None) -> dict[str, Any]:
    """Return a range of rewards that shows where the training went, not how low the first policies were."""
    found = [values[np.isfinite(values)] for h in histories.values() for values in (h.best_episode, h.policy)]
    rewards = np.concatenate([*found, [] if limit is None else [limit]])
    if not rewards.size:
        return {}
    low, high = float(np.quantile(rewards, 0.05)), float(rewards.max())
    air = 0.08 * (high - low) or 1.0
    return {"range": [low - air, high + air]}


def episodes_figure(rewards: Array) -> Figure:
    """Return the figure of the rewards of a training's episodes: in groups, one after the other, how they are spread.

    Parameters
    ----------
    rewards : ndarray, shape (n,)
        Final rewards of the episodes in their order, nan where one left the range; one at least is finite.
    """
    groups = np.array_split(rewards, min(GROUPS, rewards.size))
    ends = np.cumsum([group.size for group in groups]).astype(np.float64)
    spread = np.array([_spread(group) for group in groups])
    edge = {"color": "rgba(0,0,0,0)", "width": 0}
    return {
        "data": [
            line(ends, spread[:, 0], "a tenth below", GREY, line=edge, showlegend=False),
            line(ends, spread[:, 2], "eight of ten", BAND, line=edge, fill="tonexty", fillcolor=BAND),
            line(ends, spread[:, 1], "median", BLUE),
            line(ends, spread[:, 3], "best of these", VERMILLION, mode="markers", marker={"size": 5}),
        ],
        "layout": {
            "hovermode": "x unified",
            "xaxis": {"title": {"text": "episodes"}, "rangemode": "tozero"},
            "yaxis": {"title": {"text": "final reward"}},
        },
    }


def _spread(rewards: Array) -> list[float]:
    known = rewards[np.isfinite(rewards)]
    return [*np.quantile(known, SHARES).tolist(), float(known.max())] if known.size else [np.nan] * 4


def histogram_figure(edges: Array, counts: Array) -> Figure:
    """Return the figure of how often a random search met each reward, with the best one as the last edge.

    Parameters
    ----------
    edges : ndarray, shape (n + 1,)
        Edges of the bins.
    counts : ndarray, shape (n,)
        Sets of points in each bin.
    """
    best = float(edges[-1])
    middles, widths = 0.5 * (edges[1:] + edges[:-1]), np.diff(edges)
    bar = {"type": "bar", "name": "sets of points", "marker": {"color": BLUE}, "hovertemplate": "%{x:.4g}: %{y}"}
    dashes = {"line": {"color": VERMILLION, "dash": "dash"}, "label": {"text": f"best {best:.4g}"}}
    return {
        "data": [{**bar, "x": packed(middles), "y": packed(counts), "width": packed(widths)}],
        "layout": {
            "xaxis": {"title": {"text": "reward 1 / (J + 1e-4)"}},
            "yaxis": {"title": {"text": "sets of points"}},
            "shapes": [{"type": "line", "x0": best, "x1": best, "y0": 0, "y1": 1, "yref": "paper", **dashes}],
        },
    }
