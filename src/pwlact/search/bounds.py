"""Proven lower bounds of the objective over all PWL, or units, with as many segments."""

from __future__ import annotations

import math

import numpy as np

from pwlact._types import Array
from pwlact.search.codes.tails import left_over_errors
from pwlact.search.evaluators import DataEvaluator, Evaluator, RealEvaluator, UnitEvaluator
from pwlact.search.mixed_bound import mixed_bound
from pwlact.search.mixed_task import mixed_task
from pwlact.search.noisy.bound import data_bound

TRUST = 1e-9  # share of a bound that is subtracted for the arithmetic of the path
ROUNDING = 4e-16  # largest error of a deviation by rounding, relative to the largest value


def lower_bound(evaluator: Evaluator, reached: float = math.inf) -> float | None:
    """Return a lower bound of the problem's objective over all PWL, or units, with its segments; None if none is known.

    Source: for real numbers, `real_bound`; for units, `unit_bound`; for noisy data, `data_bound`.

    Parameters
    ----------
    evaluator : Evaluator
        The problem.
    reached : float
        An objective that is reached: no larger bound is sought. It need not be known.
    """
    if isinstance(evaluator, UnitEvaluator):
        return unit_bound(evaluator)
    if isinstance(evaluator, DataEvaluator):
        return data_bound(evaluator)
    return real_bound(evaluator, reached) if isinstance(evaluator, RealEvaluator) else None


def real_bound(evaluator: RealEvaluator, reached: float = math.inf) -> float:
    """Return a lower bound of the problem's objective over all PWL with its segments.

    The parts of the maximum and the mean error on the grid are bounded together, see `mixed_bound`. Where they are
    measured exactly, let E and M be lower bounds of the maximum and the mean square error. The mean error is at least
    M / E_max, since the square of an error is at most E_max times its size; so J >= w_max e + w_mean M / e + w_mse M
    for some e >= E, which is smallest at e = max(E, sqrt(w_mean M / w_max)).

    Parameters
    ----------
    evaluator : RealEvaluator
        The problem.
    reached : float
        As in `lower_bound`.
    """
    asked = evaluator.problem.objective
    if not asked.mean_weight:
        largest = _max_bound(evaluator) if asked.max_weight else 0.0
        return asked.max_weight * largest + (asked.mse_weight * mse_bound(evaluator) if asked.mse_weight else 0.0)
    if asked.measure == "grid":
        return _grid_bound(evaluator, reached)
    square = mse_bound(evaluator)
    e = max(_max_bound(evaluator), float(np.sqrt(asked.mean_weight * square / asked.max_weight)))
    mean = square / e if e else 0.0
    return asked.max_weight * e + asked.mean_weight * mean + asked.mse_weight * square


def _grid_bound(evaluator: RealEvaluator, reached: float) -> float:
    """Return the bound of an objective on the grid that has a part of the mean error."""
    asked = evaluator.problem.objective
    square = asked.mse_weight * mse_bound(evaluator) if asked.mse_weight else 0.0
    task = mixed_task(evaluator, min(reached, evaluator.known_objective) - square)
    mixed = 0.0 if task is None else mixed_bound(task).bound
    known = 0.0 if asked.max_weight else asked.mean_weight * evaluator.mean_bound
    return max(mixed, known) + square


def _max_bound(evaluator: RealEvaluator) -> float:
    """Return a lower bound of the maximum error, weighted if it is, where the objective takes it."""
    if evaluator.limited is not None:
        on_grid = evaluator.problem.objective.measure == "grid"
        return evaluator.limited.bound_on_grid if on_grid else evaluator.limited.smallest.bound
    if evaluator.problem.objective.measure == "grid":
        return max(cover_bound(evaluator, on_grid=True), evaluator.walled.bound_on_grid)
    return path_bound(evaluator, cover_bound(evaluator))


def unit_bound(evaluator: UnitEvaluator) -> float | None:
    """Return what the smallest maximum error of coded pieces says of a unit's objective; None where it says nothing."""
    weight = evaluator.problem.objective.max_weight
    if not weight:
        return None
    bound, grid = evaluator.smallest_cover.bound, evaluator.grid
    return None if bound is None else weight * max([bound, *left_over_errors(grid).tolist()])


def cover_bound(evaluator: RealEvaluator, on_grid: bool = False) -> float:
    """Return a lower bound of the maximum error: that of separate lines, continuous or not.

    Parameters
    ----------
    evaluator : RealEvaluator
        The problem; pinned ends count as free.
    on_grid : bool
        Bound the maximum on the sampling grid instead of the whole range.

    Notes
    -----
    The proof does not depend on the search for the cover. Divide the range into as many parts as there are segments.
    Every partition has a segment that contains one of these parts. For p_1 < p_2 < p_3 in that part, a line misses f by
    at least half the distance of f(p_2) from the chord through p_1 and p_3 (de la Vallee Poussin).
    """
    crossing = evaluator.separate_lines
    if crossing.failed is None or crossing.failed.slopes.size < evaluator.problem.segments:
        return 0.0
    triples = crossing.failed.contacts
    if on_grid:
        triples = _on_samples(evaluator, triples)
    return proven(evaluator, triples)


def mse_bound(evaluator: RealEvaluator) -> float:
    """Return a proven lower bound of the grid MSE, weighted if it is, of every PWL with as many segments, pins kept."""
    return evaluator.separate_fits.bound * evaluator.square_scale


def path_bound(evaluator: RealEvaluator, cover: float) -> float:
    """Return a lower bound of the maximum error of a continuous PWL with its pins kept, at least the cover's.

    It is the largest error at which the greedy path of linked lines, which is optimal, fails to cross. Unlike the bound
    of the cover it depends on the arithmetic of the path, so a share of 1e-9 and twice the error of the curve are
    subtracted.

    Parameters
    ----------
    evaluator : RealEvaluator
        The problem.
    cover : float
        Bound of the cover, as `cover_bound` gives.
    """
    crossing = evaluator.linked_lines(cover)
    return (
        cover if crossing.failed is None else max(cover, crossing.fails * (1.0 - TRUST) - 2.0 * evaluator.curve.error)
    )


def proven(evaluator: Evaluator, triples: Array) -> float:
    """Return the lower bound of the maximum error that triples of points prove.

    Parameters
    ----------
    evaluator : RealEvaluator
        The problem.
    triples : ndarray, shape (segments, 3)
        One triple in each part of some partition of the range, ascending; the bound is 0 for others.
    """
    if triples.shape != (evaluator.problem.segments, 3):
        return 0.0
    first, middle, last = triples.T
    low, high = evaluator.problem.interval
    inside = np.all(triples >= low) and np.all(triples <= high)
    if not (inside and np.all(first < middle) and np.all(middle < last) and np.all(last[:-1] <= first[1:])):
        return 0.0
    f = evaluator.problem.activation.f
    y_first, y_middle, y_last = f(first), f(middle), f(last)
    share = (middle - first) / (last - first)
    off = np.abs(y_middle - (1.0 - share) * y_first - share * y_last)
    scale = np.max(np.abs((y_first, y_middle, y_last)))
    return float(max(0.5 * np.min(off) - ROUNDING * scale, 0.0))


def _on_samples(evaluator: Evaluator, triples: Array) -> Array:
    """Move the points of each triple to samples, outer ones inwards, so that the parts stay apart."""
    x = evaluator.samples.x
    outer = np.searchsorted(x, triples[:, 0]), np.searchsorted(x, triples[:, 2], side="right") - 1
    right = np.clip(np.searchsorted(x, triples[:, 1]), 1, x.size - 1)
    middle = np.where(triples[:, 1] - x[right - 1] < x[right] - triples[:, 1], right - 1, right)
    index = np.stack((np.minimum(outer[0], x.size - 1), middle, np.maximum(outer[1], 0)), axis=1)
    return np.asarray(x[index])
