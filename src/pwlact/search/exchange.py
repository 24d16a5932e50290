"""The smallest weighted maximum error under constraints: samples are exchanged until bound and answer meet.

On samples alone the smallest error of linked lines is exact (`wall_path`), and it can only be smaller than on the whole
range: an error at which no path passes the samples' walls is a proven lower bound. Corners of a path get values
(`fit.walls`) and are measured on the whole range. The peaks of that error and the surroundings of the corners are the
next samples.

A path through samples alone turns a corner between them too late, by as much as they are apart. So the first rounds
take the corners of the path whose walls are joined by chords, which are off by the square of that, and then ask whether
samples alone rule out an error that is hardly smaller than the answer's. Where they do not, as at jumps, later rounds
take the corners of the path through samples alone, and raise the bound round by round.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit.wall_path import WallPath
from pwlact.fit.walls import Walls, settle_within
from pwlact.metrics.weighted import Peaks
from pwlact.search.crossing import split_to
from pwlact.search.wall_crossing import CLOSER, COARSE, joined_crossing, least_crossing, none_left, ruled_out

ACCURACY = 1e-10  # of the smallest error on samples, relative to it, in the end
ENOUGH = 1e-6  # share above the bound at which an answer is as good as the best
ROUNDS = 25
JOINED = 8  # rounds with joined walls
TRUST = 1e-9  # share of a bound that is subtracted for the arithmetic of the path
AROUND = np.linspace(-4.0, 4.0, 65)  # samples about a corner, in units of the gap that it stands in
STEPS = 2.0 ** np.arange(2.0, -26.0, -1.0)  # the same about a corner of joined walls
CLOSE = np.concatenate((-STEPS, [0.0], STEPS[::-1]))


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
    first = Smallest(bound=0.0, error=math.inf, breakpoints=x, values=x, rounds=0)
    best, x = _joined_rounds(task, x, first)
    if best.error > best.bound * (1.0 + ENOUGH):
        best = _rounds(task, x, best)
    if math.isinf(best.error):
        raise none_left(task.segments)
    return dataclasses.replace(best, bound=best.bound * (1.0 - TRUST))


def _joined_rounds(task: Task, x: Array, best: Smallest) -> tuple[Smallest, Array]:
    """Return the best answer of rounds with joined walls, its bound where it is proven, and the last samples."""
    eps = 0.0
    for rounds in range(1, JOINED + 1):
        walls = task.walls(x)
        eps, path = joined_crossing(walls, task.segments, task.last, eps, best.error)
        if not path.complete:
            break
        found, peaks = _answer(task, x, path)
        best = dataclasses.replace(found if found.error <= best.error else best, rounds=rounds)
        best = dataclasses.replace(best, bound=ruled_out(walls, task.segments, task.last, best.error))
        if best.bound > 0.0 or best.error == 0.0:
            break
        x = _further(x, found, peaks, eps, CLOSE)
    return best, x


def _rounds(task: Task, x: Array, best: Smallest) -> Smallest:
    """Return the best answer and bound of rounds with the walls of samples alone."""
    bound = 0.0
    for rounds in range(best.rounds + 1, ROUNDS + 1):
        accuracy, walls = _accuracy(bound, best.error), task.walls(x)
        bound, path = least_crossing(walls, task.segments, task.last, bound, best.error, accuracy)
        found, peaks = _answer(task, x, path)
        best = dataclasses.replace(found if found.error <= best.error else best, rounds=rounds)
        if best.error <= bound * (1.0 + ENOUGH):
            break
        x = _further(x, found, peaks, bound, AROUND)
    return dataclasses.replace(best, bound=bound)


def _further(x: Array, found: Smallest, peaks: Peaks, eps: float, shape: Array) -> Array:
    """Return the samples, with the peaks of an answer's error above eps and the surroundings of its corners."""
    around = _around(x, found.breakpoints[1:-1], shape)
    return np.unique(np.concatenate((x, peaks.x[peaks.error > eps], around)))


def _accuracy(bound: float, error: float) -> float:
    """Return how far to bisect: the farther, the nearer bound and answer are."""
    return min(max(ACCURACY, CLOSER * (error / bound - 1.0)), COARSE) if bound > 0.0 else COARSE


def _around(x: Array, corners: Array, shape: Array) -> Array:
    """Return points about each corner, as near to it as its neighbours among the samples are, and nearer."""
    right = np.clip(np.searchsorted(x, corners, side="right"), 1, x.size - 1)
    gap = x[right] - x[right - 1]
    return np.clip(corners[:, None] + gap[:, None] * shape, x[0], x[-1]).ravel()


def _answer(task: Task, x: Array, path: WallPath) -> tuple[Smallest, Peaks]:
    """Return the path's breakpoints with the best values for them, measured, and the peaks of its error."""
    low, high = float(x[0]), float(x[-1])
    breakpoints = np.concatenate(([low], split_to(path.corners[1:-1], task.segments, (low, high)), [high]))
    values = task.preferred(breakpoints)
    error = settle(task.walls(np.union1d(x, breakpoints)), breakpoints, values, task.last)
    if math.isinf(error):  # a constraint fails at a corner: its surroundings are the next samples
        values = np.interp(breakpoints, path.corners, path.values)
    peaks = task.measure(breakpoints, values)
    worst = math.inf if math.isinf(error) else float(peaks.error.max())
    return Smallest(bound=0.0, error=worst, breakpoints=breakpoints, values=values, rounds=0), peaks


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
            walls,
            floor=np.where(at_end, np.maximum(walls.floor, last), walls.floor),
            ceiling=np.where(at_end, np.minimum(walls.ceiling, last), walls.ceiling),
        )
    return float(settle_within(walls, breakpoints[None, :], values[None, :])[0])
