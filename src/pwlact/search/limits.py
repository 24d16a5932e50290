"""From a problem to walls: what its weight of errors and its constraints let an approximation be at samples."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Flags
from pwlact.errors import ConfigError
from pwlact.fit.wall_path import WallPath, wall_path
from pwlact.fit.walls import Walls
from pwlact.functions.spline import rounding
from pwlact.metrics.dense import Dense
from pwlact.search.noisy.conditions import direction_at_data
from pwlact.search.problem import Problem

FLAT = 1e-13  # of the largest |f|: a fall of this size is rounding


def walls_of(problem: Problem, x: Array, dense: Dense, direction: int) -> Walls:
    """Return the walls of a problem in real numbers; that of the last piece is `last_walls`.

    Parameters
    ----------
    problem : Problem
        Its pins and constraints are kept.
    x : ndarray, shape (n,)
        Samples from one end of the range to the other.
    dense : Dense
        The rounding of the function nearby.
    direction : int
        As `direction_of` gives.
    """
    asked, weight, y = problem.constraints, problem.objective.weight, problem.activation.f(x)
    w = np.ones(x.size) if weight is None else weight.on(x, y)
    floor = np.full(x.size, 0.0 if asked.non_negative else -np.inf)
    ceiling = np.full(x.size, np.inf)
    ends = zip(problem.interval, problem.pins, strict=True)
    for at, value in (*asked.through, *((end, pin) for end, pin in ends if pin is not None)):
        floor[x == at] = ceiling[x == at] = value
    slack = np.interp(x, dense.x, dense.noise)
    return Walls(x=x, y=y, radius=1.0 / w, floor=floor, ceiling=ceiling, slack=slack, direction=direction)


def direction_of(problem: Problem, y: Array) -> int:
    """Return the direction that a monotone approximation takes: 1 up, -1 down; 0 where none is asked for.

    Parameters
    ----------
    problem : Problem
        Whose constraints may ask for a monotone one.
    y : ndarray, shape (n,)
        The function on samples of the whole range.

    Raises
    ------
    ConfigError
        If it is asked for, and the function both rises and falls, by more than its samples are rounded if it has any.
    """
    if not problem.constraints.monotone:
        return 0
    if problem.activation.noisy:
        return direction_at_data(problem)
    data = problem.activation.data
    rise, flat = np.diff(y), FLAT * float(np.max(np.abs(y))) if data is None else rounding(data.y)
    if np.all(rise >= -flat):
        return 1
    if np.all(rise <= flat):
        return -1
    low, high = problem.interval
    raise ConfigError(
        f"a monotone approximation is of a function that only rises or only falls, got {problem.activation.name} on "
        f"[{low:g}, {high:g}]; leave out --monotone or choose another range"
    )


def path_within(walls: Walls, eps: float, segments: int, last: float | None, joined: bool = False) -> WallPath:
    """Return a path of at most `segments` linked lines within the walls for an error eps, all constraints kept.

    If a monotone p that rises passes the walls, it passes those whose lower ones are replaced by their running maximum
    and whose upper ones by their running minimum from the right. In turn the running maximum of a path has no
    more lines, since where it is level it leaves out at least the line that falls, and it passes the same walls, unless
    a corner between samples lies above the next ones: such a corner is one of the next samples.

    Where the last piece is a constant, let t be the first sample from which on it keeps to the walls. Before t the path
    is on one side of it, say below, so it must cross it after the last sample that precedes t. It does with one line
    fewer if and only if it passes the walls up to there, the lower ones behind, and ends above the constant.

    Parameters
    ----------
    walls : Walls
        Samples and walls.
    eps : float
        Error.
    segments : int
        Lines at most.
    last : float or None
        Constant that the last line is.
    joined : bool
        Join walls between samples by chords, but those of values to be met: the path then is near the best one, and
        its absence proves nothing.
    """
    low, high = walls.at(eps)
    if walls.direction:
        low, high = _monotone(low, high, walls.direction)
    chords = _joined(walls) if joined else None
    if last is None:
        found = wall_path(walls.x, low, high, segments, chords)
    else:
        found = _ending_in(walls.x, low, high, segments, last, chords)
    return one_way(found, walls.direction) if walls.direction and found.complete else found


def _monotone(low: Array, high: Array, direction: int) -> tuple[Array, Array]:
    if direction > 0:
        return np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]
    return np.maximum.accumulate(low[::-1])[::-1], np.minimum.accumulate(high)


def _joined(walls: Walls) -> Flags:
    """Return which samples (n,) are joined with the one before: neither is a value to be met."""
    free = walls.floor < walls.ceiling
    return np.concatenate(([False], free[1:] & free[:-1]))


def _ending_in(x: Array, low: Array, high: Array, segments: int, last: float, joined: Flags | None) -> WallPath:
    """Return a path whose last line is a constant."""
    outside = np.flatnonzero((low > last) | (last > high))
    t = int(outside[-1]) + 1 if outside.size else 0
    if t == 0:
        return WallPath(x[[0, -1]], np.full(2, last), 1, True)
    if t == x.size or segments == 1:
        return WallPath(np.empty(0), np.empty(0), 0, False)
    x, low, high = x.copy(), low.copy(), high.copy()
    rising = last > high[t - 1]
    if joined is not None:
        free, joined = t > 1 and bool(joined[t]), joined & (np.arange(x.size) < t)
        wall = high if rising else low
        between = x[t - 1] + (x[t] - x[t - 1]) * (last - wall[t - 1]) / (wall[t] - wall[t - 1]) if free else x[t]
        if x[t - 1] < between < x[t]:
            x[t - 1], wall[t - 1] = between, last
    if rising:
        high[t:], low[-1] = np.inf, last
    else:
        low[t:], high[-1] = -np.inf, last
    found = wall_path(x, low, high, segments - 1, joined)
    return _cut(found, x[t - 1], last, rising) if found.complete else found


def _cut(path: WallPath, after: float, last: float, rising: bool) -> WallPath:
    """Return a path up to where it meets a constant, and the constant from there."""
    sign = 1.0 if rising else -1.0
    over = sign * (path.values - last)
    over[-1] = max(over[-1], 0.0)  # by rounding it may end below
    j = int(np.flatnonzero((over >= 0.0) & (path.corners > after))[0])
    share = min(max(over[j - 1] / (over[j - 1] - over[j]), 0.0), 1.0) if over[j - 1] < 0.0 else 0.0
    at = path.corners[j - 1] + share * (path.corners[j] - path.corners[j - 1])
    corners = np.concatenate((path.corners[:j], [at], path.corners[-1:]))
    values = np.concatenate((path.values[:j], [last, last]))
    return WallPath(corners, values, j + 1, True)


def one_way(path: WallPath, direction: int) -> WallPath:
    """Return the running maximum of a path, or its running minimum where the direction is -1.

    Parameters
    ----------
    path : WallPath
        A complete path.
    direction : int
        1 or -1.
    """
    corners, values = [path.corners[0]], [direction * path.values[0]]
    before = path.corners[0], direction * path.values[0]
    for corner, value in zip(path.corners[1:], direction * path.values[1:], strict=True):
        top = values[-1]
        if value > top:
            if before[1] < top:  # it was below, and comes up through the level
                share = (top - before[1]) / (value - before[1])
                corners.append(before[0] + share * (corner - before[0]))
                values.append(top)
            corners.append(corner)
            values.append(value)
        before = corner, value
    if corners[-1] < path.corners[-1]:
        corners.append(path.corners[-1])
        values.append(values[-1])
    return WallPath(np.array(corners), direction * np.array(values), len(corners) - 1, True)
