"""Breakpoints of noisy points under conditions: one breakpoint at a time, from the best without conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit.points.conditions import Conditions
from pwlact.fit.points.constrained import NONE_LEFT, constrained_minimax_at, constrained_squares_at
from pwlact.fit.points.crossing import linked_minimax
from pwlact.fit.points.descent import least_width
from pwlact.fit.points.linked import linked_squares
from pwlact.fit.points.record import Points

ACROSS = np.arange(1, 12) / 12.0  # where a breakpoint is tried between its neighbours, at first
SHRINK = 0.5
ROUNDS = 60
CLOSEST = 1e-5  # last step, as a share of the distance of neighbours
GAIN = 1e-7  # a smaller share of the error is no gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Constrained:
    """A continuous PWL that keeps conditions: breakpoints and values (m,), and its sum of squares or largest error."""

    breakpoints: Array
    values: Array
    error: float


def constrained_linked(
    points: Points, segments: int, conditions: Conditions, *, minimax: bool = False, seed: int = 0
) -> Constrained:
    """Return a continuous PWL that keeps conditions, of about the least error.

    Parameters
    ----------
    points : Points
        The data.
    segments : int
        Segments, one or more.
    conditions : Conditions
        What it keeps; segments with a slope are counted from 0.
    minimax : bool
        Lower max_i sqrt(w_i) |p(x_i) - y_i| in place of the weighted sum of squared errors.
    seed : int
        Seed of the search without conditions.

    Raises
    ------
    ConfigError
        If no values keep the conditions at any breakpoints that were tried.
    """
    fit = constrained_minimax_at if minimax else constrained_squares_at

    def error_at(b: Array) -> float:
        try:
            return float(fit(points, b[None], conditions)[1][0])
        except ConfigError:
            return np.inf

    free = linked_minimax(points, segments) if minimax else linked_squares(points, segments, seed=seed)
    width = least_width(points)
    tried = [_moved(b, error_at, width) for b in _starts(points, segments, free.breakpoints)]
    best, error = min(tried, key=lambda pair: pair[1])
    if not np.isfinite(error):
        raise ConfigError(NONE_LEFT)
    values, errors = fit(points, best[None], conditions)
    return Constrained(breakpoints=best, values=values[0], error=float(errors[0]))


def _starts(points: Points, segments: int, free: Array) -> list[Array]:
    """Return the free breakpoints, filled up where there are fewer, and equal shares of the points."""
    while free.size <= segments:
        k = int(np.argmax(np.diff(free)))
        free = np.insert(free, k + 1, 0.5 * (free[k] + free[k + 1]))
    even = np.interp(np.linspace(0.0, 1.0, segments + 1), np.linspace(0.0, 1.0, points.x.size), points.x)
    shares = even + points.origin
    shares[[0, -1]] = points.interval
    return [free, shares]


def _moved(start: Array, error_at: Callable[[Array], float], width: float) -> tuple[Array, float]:
    """Move breakpoints one at a time while that lowers the error, by steps that shrink."""
    b, least, step = start.copy(), error_at(start), 1.0
    for _ in range(ROUNDS):
        before = least
        for k in range(1, b.size - 1):
            for place in _places(b, k, step):
                trial = b.copy()
                trial[k] = place
                if min(place - b[k - 1], b[k + 1] - place) > width and (error := error_at(trial)) < least:
                    b, least = trial, error
        if not np.isfinite(least) or least >= before * (1.0 - GAIN):
            step *= SHRINK
            if step < CLOSEST:
                break
    return b, least


def _places(b: Array, k: int, step: float) -> Array:
    """Return where breakpoint k is tried: across its room at first, then a step to either side."""
    room = b[k + 1] - b[k - 1]
    return np.asarray(b[k - 1] + ACROSS * room if step == 1.0 else b[k] + np.array([-0.5, 0.5]) * step * room)
