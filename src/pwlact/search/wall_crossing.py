"""The smallest error at which lines pass walls at samples, by bisection: proven, or near it between joined walls."""

from __future__ import annotations

import math

import numpy as np

from pwlact.errors import ConfigError
from pwlact.fit.wall_path import WallPath
from pwlact.fit.walls import Walls
from pwlact.search.limits import path_within

COARSE = 1e-3  # accuracy of the smallest error at first, relative to it
CLOSER = 0.01  # accuracy of a round, as a share of the gap before it
FINEST = 1e-9  # accuracy between joined walls
PROVEN = (1e-6, 1e-7, 1e-8)  # shares below an answer at which samples may rule out an error
GROWTH = 16.0  # of an error that is too small, while none is known that is large enough
LARGEST = 1e290


def least_crossing(
    walls: Walls, segments: int, last: float | None, fails: float, enough: float, accuracy: float
) -> tuple[float, WallPath]:
    """Return the largest error known to be too small on samples, and the path for one that is hardly larger.

    Parameters
    ----------
    walls : Walls
        Of the samples.
    segments : int
        Lines at most.
    last : float or None
        Constant that the last line is.
    fails : float
        An error that is too small, or 0.
    enough : float
        An error that is large enough; infinite where none is known.
    accuracy : float
        Of the smallest error, relative to it.

    Raises
    ------
    ConfigError
        If no error is large enough.
    """

    def attempt(eps: float) -> WallPath:
        return path_within(walls, eps, segments, last)

    held = attempt(fails)
    if held.complete:
        return fails, held
    holds = enough * (1.0 + accuracy) if math.isfinite(enough) else max(_scale(walls), fails * GROWTH)
    while not (held := attempt(holds)).complete:
        if holds > LARGEST:
            raise none_left(segments)
        fails, holds = holds, holds * GROWTH
    shrink = GROWTH if fails == 0.0 else 1.0  # until both ends are near
    while holds > fails * (1.0 + accuracy):
        eps = max(holds / shrink, math.sqrt(fails * holds)) if shrink > 1.0 else math.sqrt(fails * holds)
        if not fails < eps < holds:
            break
        tried = attempt(eps)
        if tried.complete:
            holds, held = eps, tried
        else:
            fails, shrink = eps, 1.0
    return fails, held


def none_left(segments: int) -> ConfigError:
    """Return the fault that no error is large enough for some number of segments."""
    return ConfigError(
        f"constraints must leave an approximation, got none with {segments} segments; ask for more segments or "
        "fewer constraints"
    )


def joined_crossing(
    walls: Walls, segments: int, last: float | None, near: float, error: float
) -> tuple[float, WallPath]:
    """Return about the smallest error of a path between joined walls and that path, incomplete where there is none.

    Parameters
    ----------
    walls, segments, last
        As in `least_crossing`.
    near : float
        That error with fewer samples, or 0.
    error : float
        The error of an answer with fewer samples; infinite where none is known.
    """

    def attempt(eps: float) -> WallPath:
        return path_within(walls, eps, segments, last, joined=True)

    holds = near or _scale(walls)
    spread = max(error / near - 1.0, FINEST) if near and math.isfinite(error) else GROWTH
    accuracy, held, fails = min(max(CLOSER * spread, FINEST), COARSE), attempt(holds), 0.0
    while not held.complete and holds < LARGEST:
        fails, holds, spread = holds, holds * (1.0 + spread), spread * GROWTH
        held = attempt(holds)
    while held.complete and holds > fails * (1.0 + accuracy) and holds > 1.0 / LARGEST:
        eps = math.sqrt(fails * holds) if fails else holds / (1.0 + spread)
        tried = attempt(eps)
        if tried.complete:
            holds, held, spread = eps, tried, spread * GROWTH
        else:
            fails = eps
    return holds, held


def ruled_out(walls: Walls, segments: int, last: float | None, error: float) -> float:
    """Return an error hardly below that of an answer at which no path passes the samples' walls; 0 if one does.

    Parameters
    ----------
    walls, segments, last
        As in `least_crossing`.
    error : float
        The error of an answer.
    """
    bound = 0.0
    for share in PROVEN:
        below = error / (1.0 + share)
        if path_within(walls, below, segments, last).complete:
            break
        bound = below
    return bound


def _scale(walls: Walls) -> float:
    """Return an error to begin with: that of the level line through the middle of the values."""
    middle = 0.5 * (float(walls.y.max()) + float(walls.y.min()))
    return max(float(np.max(np.abs(walls.y - middle) / walls.radius)), 1e-280)
