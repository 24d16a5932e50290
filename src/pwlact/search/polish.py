"""Polish of breakpoints for the mean square error: damped Newton steps in continuous breakpoints."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.fit.descent import Polished, SquareModel, descend, eliminated
from pwlact.functions import Interval
from pwlact.search.evaluators import Evaluator, RealEvaluator
from pwlact.search.polish_kernels import expand
from pwlact.search.problem import MIN_WIDTH_STEPS

STAY = 0.45  # largest step, as a share of the distance to a neighbour


def min_width(evaluator: Evaluator) -> float:
    """Return the least width of a segment that the evaluator accepts, with a margin for rounding."""
    return least_width(evaluator.samples)


def least_width(samples: Samples) -> float:
    """Return the least width of a segment on a grid, with a margin for rounding."""
    return MIN_WIDTH_STEPS * samples.step * (1.0 + 1e-9) + 4.0 * float(np.spacing(np.abs(samples.x).max()))


def moved_apart(evaluator: Evaluator, points: Array) -> Array:
    """Return points (n, P), each row sorted, and moved by as little as gives every segment its least width.

    Parameters
    ----------
    evaluator : Evaluator
        Its problem and grid give range and least width.
    points : ndarray, shape (n, P)
        Interior points in any order.
    """
    return apart(points, evaluator.problem.interval, min_width(evaluator))


def apart(points: Array, interval: Interval, width: float) -> Array:
    """Return points (n, P), sorted, moved as little as keeps them a width from each other and from the range's ends."""
    low, high = interval
    offsets = width * np.arange(1, points.shape[1] + 1)
    # Minus the least widths, points may coincide.
    free = np.maximum.accumulate(np.sort(points, axis=1) - offsets, axis=1)
    return np.asarray(np.clip(free, low, high - width * (points.shape[1] + 1)) + offsets)


def spaced(evaluator: Evaluator, points: Array) -> Array:
    """Return the breakpoints (P + 2,) of interior points (P,), sorted and moved apart where segments are too narrow."""
    low, high = evaluator.problem.interval
    return np.concatenate(([low], moved_apart(evaluator, points[None, :])[0], [high]))


def polish(evaluator: RealEvaluator, breakpoints: Array, *, steps: int, tolerance: float) -> Polished:
    """Lower the least-squares MSE of breakpoints (m,) by at most `steps` steps; never raise it.

    The values are eliminated: with F half the MSE as a function of breakpoints t and values v, a step solves
    (F_tt - F_tv F_vv^-1 F_vt + damping) dt = -F_t. Pinned values do not move. The polish ends after two steps in a row
    that gain less than `tolerance` of the MSE.

    Parameters
    ----------
    evaluator : RealEvaluator
        The problem.
    breakpoints : ndarray, shape (m,)
        Ascending, both ends of the range included, segments wide enough.
    steps : int
        Steps at most.
    tolerance : float
        Least gain of a step, as a share of the MSE.

    """
    return descend(
        lambda at: _model(evaluator, at),
        lambda at, move: _moved(evaluator, at, move),
        breakpoints,
        steps=steps if breakpoints.size > 2 else 0,
        tolerance=tolerance,
        enough=_rounding(evaluator),
    )


def _rounding(evaluator: Evaluator) -> float:
    return float((4.0 * np.finfo(np.float64).eps * np.abs(evaluator.samples.y).max()) ** 2)


def _moved(evaluator: Evaluator, breakpoints: Array, move: Array) -> Array:
    room = STAY * np.maximum(np.diff(breakpoints) - min_width(evaluator), 0.0)
    trial = breakpoints.copy()
    trial[1:-1] += np.clip(move, -room[:-1], room[1:])
    return trial


def _model(evaluator: RealEvaluator, breakpoints: Array) -> SquareModel:
    """Fit the values and expand the MSE about them."""
    samples, m = evaluator.samples, breakpoints.size
    n = samples.y.size
    weights = np.full(n, 1.0 / n) if evaluator.square_weights is None else evaluator.square_weights
    pins = evaluator.problem.pins
    values = evaluator.least_squares(breakpoints[None, :]).values[0]
    gradient, tt, tv, vv, shares = expansion(samples, weights, breakpoints, values)
    free = np.arange(int(pins[0] is not None), m - int(pins[1] is not None))
    bend = tt[1:-1, 1:-1] - eliminated(vv[np.ix_(free, free)], tv[1:-1, free])
    return SquareModel(mse=float(shares.sum()), shares=shares, gradient=gradient[1:-1], bend=bend)


def expansion(
    samples: Samples, weights: Array, breakpoints: Array, values: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Return gradient, second derivatives in t, in t and v, and in v, and 2 F of each segment, as `expand` fills them.

    Parameters
    ----------
    samples : Samples
        The function.
    weights : ndarray, shape (n,)
        Of the samples.
    breakpoints, values : ndarray, shape (m,)
        t and v.
    """
    m = breakpoints.size
    gradient, shares = np.empty(m), np.empty(m - 1)
    tt, tv, vv = (np.empty((m, m)) for _ in range(3))
    low, step = samples.interval[0], samples.step
    expand(breakpoints, values, low, step, samples.y, weights, gradient, tt, tv, vv, shares)
    return gradient, tt, tv, vv, shares
