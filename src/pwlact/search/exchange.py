"""The smallest weighted maximum error under constraints: samples are exchanged until bound and answer meet.

On samples alone the smallest error of linked lines is exact (`wall_path`), and it can only be smaller than on the whole
range: the largest error at which no path passes the samples' walls is a proven lower bound. Its corners get values
(`fit.walls`) and are measured on the whole range. The peaks of that error and the surroundings of the corners are the
next samples.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit.walls import Walls, settle_within
from pwlact.metrics.weighted import Peaks
from pwlact.search.crossing import split_to
from pwlact.search.limits import path_within
from pwlact.search.wall_path import WallPath

ACCURACY = 1e-10  # of the smallest error on samples, relative to it; COARSE at first
COARSE = 1e-3
CLOSER = 0.01  # accuracy of a round, as a share of the gap before it
ENOUGH = 1e-6  # share above the bound at which an answer is as good as the best
ROUNDS = 25
GROWTH = 16.0  # of an error that is too small, while none is known that is large enough
LARGEST = 1e290
TRUST = 1e-9  # share of a bound that is subtracted for the arithmetic of the path
AROUND = np.linspace(-4.0, 4.0, 65)  # samples about a corner, in units of the gap that it stands in


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Smallest:
    """The least error found, its breakpoints and values (m,), and a proven lower bound."""

    bound: float
    error: float
    breakpoints: Array
    values: Array
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """What is exchanged, about one function.

    Parameters
    ----------
    walls : callable
        From samples (n,), ascending, to their walls.
    measure : callable
        From breakpoints and values (m,) to the peaks of the weighted error.
    preferred : callable
        From breakpoints (m,) to values that are taken where the error leaves them open.
    segments : int
        Lines at most.
    last : float or None
        Constant that the last line is.
    """

    walls: Callable[[Array], Walls]
    measure: Callable[[Array, Array], Peaks]
    preferred: Callable[[Array], Array]
    segments: int
    last: float | None


def smallest_error(task: Task, x: Array) -> Smallest:
    """Return breakpoints and values of the smallest weighted maximum error.

    Parameters
    ----------
    task : Task
        What is asked.
    x : ndarray, shape (n,)
        First samples, ascending, both ends of the range among them.

    Raises
    ------
    ConfigError
        If the constraints cannot be kept with so few segments, at any error.
    """
    bound, best = 0.0, Smallest(bound=0.0, error=math.inf, breakpoints=x, values=x, rounds=0)
    for rounds in range(1, ROUNDS + 1):
        bound, path = least_crossing(task, task.walls(x), bound, best.error, _accuracy(bound, best.error))
        found, peaks = _answer(task, x, path, rounds)
        best = found if found.error <= best.error else best
        if best.error <= bound * (1.0 + ENOUGH):
            break
        x = np.unique(np.concatenate((x, peaks.x[peaks.error > bound], _around(x, found.breakpoints[1:-1]))))
    if math.isinf(best.error):
        raise _none(task)
    return dataclasses.replace(best, bound=bound * (1.0 - TRUST), rounds=rounds)


def _none(task: Task) -> ConfigError:
    return ConfigError(
        f"constraints must leave an approximation, got none with {task.segments} segments; ask for more segments or "
        "fewer constraints"
    )


def _accuracy(bound: float, error: float) -> float:
    """Return how far to bisect: the farther, the nearer bound and answer are."""
    return min(max(ACCURACY, CLOSER * (error / bound - 1.0)), COARSE) if bound > 0.0 else COARSE


def _around(x: Array, corners: Array) -> Array:
    """Return points about each corner, as near to it as its neighbours among the samples are, and nearer."""
    right = np.clip(np.searchsorted(x, corners, side="right"), 1, x.size - 1)
    gap = x[right] - x[right - 1]
    return np.clip(corners[:, None] + gap[:, None] * AROUND, x[0], x[-1]).ravel()


def least_crossing(task: Task, walls: Walls, fails: float, enough: float, accuracy: float) -> tuple[float, WallPath]:
    """Return the largest error known to be too small on samples, and the path for one that is hardly larger.

    Parameters
    ----------
    task : Task
        What is asked.
    walls : Walls
        Of the samples.
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
        return path_within(walls, eps, task.segments, task.last)

    held = attempt(fails)
    if held.complete:
        return fails, held
    holds = enough * (1.0 + accuracy) if math.isfinite(enough) else max(_scale(walls), fails * GROWTH)
    while not (held := attempt(holds)).complete:
        if holds > LARGEST:
            raise _none(task)
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


def _scale(walls: Walls) -> float:
    """Return an error to begin with: that of the level line through the middle of the values."""
    middle = 0.5 * (float(walls.y.max()) + float(walls.y.min()))
    return max(float(np.max(np.abs(walls.y - middle) / walls.radius)), 1e-280)


def _answer(task: Task, x: Array, path: WallPath, rounds: int) -> tuple[Smallest, Peaks]:
    """Return the path's breakpoints with the best values for them, measured, and the peaks of its error."""
    low, high = float(x[0]), float(x[-1])
    breakpoints = np.concatenate(([low], split_to(path.corners[1:-1], task.segments, (low, high)), [high]))
    values = task.preferred(breakpoints)
    error = settle(task.walls(np.union1d(x, breakpoints)), breakpoints, values, task.last)
    if math.isinf(error):  # a constraint fails at a corner: its surroundings are the next samples
        values = np.interp(breakpoints, path.corners, path.values)
    peaks = task.measure(breakpoints, values)
    worst = math.inf if math.isinf(error) else float(peaks.error.max())
    return Smallest(bound=0.0, error=worst, breakpoints=breakpoints, values=values, rounds=rounds), peaks


def settle(walls: Walls, breakpoints: Array, values: Array, last: float | None) -> float:
    """Replace values (m,), in place, by those of least error within walls; return it, infinite where there are none.

    Parameters
    ----------
    walls : Walls
        Samples, the breakpoints (m,) among them, and their walls.
    breakpoints, values : ndarray, shape (m,)
        Breakpoints, and preferred values.
    last : float or None
        Constant that the last segment is.
    """
    if last is not None:
        at_end = walls.x >= breakpoints[-2]
        walls = dataclasses.replace(
            walls, floor=np.where(at_end, last, walls.floor), ceiling=np.where(at_end, last, walls.ceiling)
        )
    return float(settle_within(walls, breakpoints[None, :], values[None, :])[0])
