"""Polish of breakpoints for the mean square error: damped Newton steps in continuous breakpoints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.functions import Interval
from pwlact.search.evaluators import Evaluator, RealEvaluator
from pwlact.search.polish_kernels import expand
from pwlact.search.problem import MIN_WIDTH_STEPS

RIDGE = 1e-13  # added to the scaled second derivative in the values, which may be singular
STAY = 0.45  # largest step, as a share of the distance to a neighbour
MAX_DAMPING = 1e6
SETTLED = 2  # small steps in a row that end the polish


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Polished:
    """Breakpoints (m,), their least-squares MSE, its share by segment (m - 1,), and the number of fits."""

    breakpoints: Array
    mse: float
    shares: Array
    fits: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SquareModel:
    """The MSE of breakpoints, its share by segment, and half its first and second derivative in those that move."""

    mse: float
    shares: Array
    gradient: Array
    bend: Array


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


def descend(
    model_at: Callable[[Array], SquareModel],
    moved: Callable[[Array, Array], Array],
    breakpoints: Array,
    *,
    steps: int,
    tolerance: float,
    enough: float,
) -> Polished:
    """Lower the MSE of breakpoints (m,) by damped Newton steps, see `polish`.

    Parameters
    ----------
    model_at : callable
        From breakpoints to their model.
    moved : callable
        From breakpoints and a step to breakpoints that far away, or nearer where they would meet.
    breakpoints : ndarray, shape (m,)
        Where to begin.
    steps : int
        Steps at most.
    tolerance : float
        Two steps in a row that gain less than this share of the MSE are the last.
    enough : float
        An MSE that needs no further step.

    Notes
    -----
    Source: Levenberg, Quart. Appl. Math. 2 (1944) 164; Marquardt, J. SIAM 11 (1963) 431, for the damping.
    """
    model, fits, damping, small = model_at(breakpoints), 1, 1e-3, 0
    for _ in range(steps):
        if model.mse <= enough or small == SETTLED:
            break
        scale = 1.0 / np.sqrt(np.maximum(np.abs(np.diag(model.bend)), 1e-300))
        scaled = model.bend * scale[:, None] * scale
        better = None
        while better is None and damping < MAX_DAMPING:
            move = _solve(scaled, -model.gradient * scale, damping)
            if move is not None:
                trial = moved(breakpoints, move * scale)
                new = model_at(trial)
                fits += 1
                better = (trial, new) if new.mse < model.mse else None
            damping = damping * 10.0 if better is None else max(damping * 0.1, 1e-9)
        if better is None:
            break
        small = small + 1 if better[1].mse > model.mse * (1.0 - tolerance) else 0
        breakpoints, model = better
    return Polished(breakpoints=breakpoints, mse=model.mse, shares=model.shares, fits=fits)


def _rounding(evaluator: Evaluator) -> float:
    return float((4.0 * np.finfo(np.float64).eps * np.abs(evaluator.samples.y).max()) ** 2)


def _moved(evaluator: Evaluator, breakpoints: Array, move: Array) -> Array:
    room = STAY * np.maximum(np.diff(breakpoints) - min_width(evaluator), 0.0)
    trial = breakpoints.copy()
    trial[1:-1] += np.clip(move, -room[:-1], room[1:])
    return trial


def _solve(matrix: Array, right: Array, damping: float) -> Array | None:
    from scipy.linalg import cho_factor, cho_solve  # slow to import

    try:
        factor = cho_factor(matrix + damping * np.eye(right.size), check_finite=False)
    except np.linalg.LinAlgError:
        return None
    move = np.asarray(cho_solve(factor, right, check_finite=False))
    return move if np.all(np.isfinite(move)) else None


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


def eliminated(vv: Array, tv: Array) -> Array:
    """Return F_tv F_vv^-1 F_vt."""
    diagonal = np.diag(vv)
    scale = 1.0 / np.sqrt(np.where(diagonal > 0.0, diagonal, 1.0))
    scaled = vv * scale[:, None] * scale + RIDGE * np.eye(scale.size)
    np.fill_diagonal(scaled, np.where(diagonal > 0.0, np.diag(scaled), 1.0))
    right = tv * scale
    return np.asarray(right @ np.linalg.solve(scaled, right.T))
