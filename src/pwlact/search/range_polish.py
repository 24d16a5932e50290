"""Polish of all breakpoints, the ends of the range too, for the mean square error over all inputs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Flags
from pwlact.fit import Samples, weighted_batch
from pwlact.fit.descent import Polished, SquareModel, descend, eliminated
from pwlact.fit.lstsq import Pins
from pwlact.functions import Line
from pwlact.search.polish import STAY, apart, expansion, least_width
from pwlact.search.whole_task import WholeTask

STEPS = 100  # of one descent
TOLERANCE = 1e-7
ROUNDS = 6  # of a descent and a search of the ends
STRIDES = (256, 64, 16, 4, 1)  # samples by which that search moves an end


def polish_range(task: WholeTask, breakpoints: Array, *, pinned: bool) -> Polished:
    """Lower the mean square error over all inputs of breakpoints (m,), the ends of the range included.

    Descents by damped Newton steps alternate with a search that moves one end by samples: where the tails do not meet
    the approximation, the error is a step function of the ends.

    Parameters
    ----------
    task : WholeTask
        The function over all its inputs.
    breakpoints : ndarray, shape (m,)
        Where to begin, ascending.
    pinned : bool
        Whether the approximation meets the tails at the ends, which makes it continuous on the real line.
    """
    width, (low, high) = least_width(task.samples), task.samples.interval
    breakpoints = apart(breakpoints[None, :], (low - width, high + width), width)[0]
    best = _descent(task, breakpoints, pinned)
    for _ in range(ROUNDS):
        before = best.mse
        moved = _shifted(task, best, pinned)
        best = _descent(task, moved, pinned)
        if best.mse >= before * (1.0 - TOLERANCE):
            break
    return best


def _descent(task: WholeTask, breakpoints: Array, pinned: bool) -> Polished:
    free = _movable(task, breakpoints.size)
    return descend(
        lambda at: _model(task, at, pinned),
        lambda at, move: _moved(task, at, move, free),
        breakpoints,
        steps=STEPS,
        tolerance=TOLERANCE,
        enough=1e-30,
    )


def _movable(task: WholeTask, m: int) -> Flags:
    """Tell which breakpoints move (m,): an end without a tail stays at the end of all inputs."""
    movable = np.ones(m, dtype=np.bool_)
    movable[0], movable[-1] = (tail is not None for tail in task.tails)
    return movable


def _moved(task: WholeTask, breakpoints: Array, move: Array, movable: Flags) -> Array:
    (low, high), width = task.samples.interval, least_width(task.samples)
    room = STAY * np.maximum(np.diff(breakpoints) - width, 0.0)
    left = np.concatenate(([breakpoints[0] - low], room))
    right = np.concatenate((room, [high - breakpoints[-1]]))
    trial = breakpoints.copy()
    trial[movable] += np.clip(move, -left[movable], right[movable])
    return trial


def _shifted(task: WholeTask, best: Polished, pinned: bool) -> Array:
    """Return breakpoints with the ends moved by samples, one after the other, while that lowers the error."""
    at, mse = best.breakpoints, best.mse
    for end, tail in zip((0, -1), task.tails, strict=True):
        for stride in STRIDES if tail is not None else ():
            for way in (-1.0, 1.0):
                while True:
                    trial = at.copy()
                    trial[end] += way * stride * task.samples.step
                    found = _error(task, trial, pinned)
                    if found >= mse:
                        break
                    at, mse = trial, found
    return at


def _error(task: WholeTask, breakpoints: Array, pinned: bool) -> float:
    """Return the error of breakpoints, inf where they are too close or beyond all inputs."""
    low, high = task.samples.interval
    close = np.diff(breakpoints).min() < least_width(task.samples)
    return np.inf if close or breakpoints[0] < low or breakpoints[-1] > high else _model(task, breakpoints, pinned).mse


class _End(NamedTuple):
    """An end of the range: where it is, its tail, and what a move of it exchanges between tail and line."""

    at: int
    tail: Line
    side: float  # +1 at the left end, -1 at the right one
    density: float
    tail_error: float
    error: float
    slope: float  # of f


def _model(task: WholeTask, breakpoints: Array, pinned: bool) -> SquareModel:
    """Fit the values inside the range and expand the error over all inputs about them."""
    part, samples = task.within((float(breakpoints[0]), float(breakpoints[-1])))
    weights, m = task.weights[part], breakpoints.size
    values = weighted_batch(samples, weights, breakpoints[None, :], _pins(task, breakpoints, pinned)).values[0]
    gradient, tt, tv, vv, shares = expansion(samples, weights, breakpoints, values)
    line_slopes, free = np.diff(values) / np.diff(breakpoints), np.ones(m, dtype=np.bool_)
    for end in _ends(task, breakpoints, values):
        i, side, size = end.at, end.side, end.density
        gradient[i] += 0.5 * side * size * (end.tail_error**2 - end.error**2)
        bend = end.tail_error * (end.tail.slope - end.slope) + end.error * (end.slope + line_slopes[i])
        tt[i, i] += side * size * bend
        tv[i, i] -= side * size * end.error
        if pinned:
            free[i] = False
            _tie(i, end.tail.slope, _pull(samples, weights, breakpoints, values, i), gradient, tt, tv, vv)
    movable = _movable(task, m)
    kept = tt[np.ix_(movable, movable)] - eliminated(vv[np.ix_(free, free)], tv[np.ix_(movable, free)])
    total = task.left_costs[part.start] + float(shares.sum()) + task.right_costs[part.stop]
    return SquareModel(mse=float(total), shares=shares, gradient=gradient[movable], bend=kept)


def _pins(task: WholeTask, breakpoints: Array, pinned: bool) -> Pins:
    left, right = (
        float(tail(at)) if pinned and tail is not None else None
        for tail, at in zip(task.tails, (breakpoints[0], breakpoints[-1]), strict=True)
    )
    return left, right


def _ends(task: WholeTask, breakpoints: Array, values: Array) -> list[_End]:
    found = []
    for index, side, tail in ((0, 1.0, task.tails[0]), (-1, -1.0, task.tails[1])):
        if tail is None:
            continue
        at, samples = breakpoints[index], task.samples
        nearest = min(max(round((at - samples.interval[0]) / samples.step), 0), task.weights.size - 1)
        f, slope = (float(part(np.array([at]))[0]) for part in (task.activation.f, task.activation.df))
        density = float(task.weights[nearest]) / samples.step
        found.append(_End(index, tail, side, density, float(tail(at)) - f, float(values[index]) - f, slope))
    return found


def _pull(samples: Samples, weights: Array, breakpoints: Array, values: Array, index: int) -> float:
    """Return the derivative of half the error in the value at an end, the sum of w r times the end's hat."""
    hat = np.zeros(breakpoints.size)
    hat[index] = 1.0
    residual = np.interp(samples.x, breakpoints, values) - samples.y
    return float((weights * residual) @ np.interp(samples.x, breakpoints, hat))


def _tie(i: int, slope: float, pull: float, gradient: Array, tt: Array, tv: Array, vv: Array) -> None:
    """Let the value at an end follow the tail as the end moves: the chain rule, in place."""
    column = tv[:, i].copy()
    gradient[i] += slope * pull
    tt[i, :] += slope * column
    tt[:, i] += slope * column
    tt[i, i] += slope**2 * vv[i, i]
    tv[i, :] += slope * vv[i, :]
