"""How many segments noisy data carry: information criteria and cross-validation."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from pwlact._types import Array
from pwlact.search.evaluators.data import DataEvaluator
from pwlact.search.noisy.part import DataPart
from pwlact.search.noisy.rules import parameters
from pwlact.search.placement import Placement

SelectName = Literal["bic", "aicc", "cv", "cv-1se"]
Search = Callable[[DataEvaluator], Placement]
"""From data to points, as a method searches."""

ROUNDING = 1e-14  # of the largest |y|: a root mean square below it is 0 but for rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What is said for a number of segments; smaller is better.

    Parameters
    ----------
    segments, parameters : int
        K, and p: the values and the interior breakpoints.
    mse : float
        Weighted mean square error at the data, SSE / n with the weights' mean 1.
    bic, aicc : float
        n log(SSE / n) + p log n, and n log(SSE / n) + 2 q + 2 q (q + 1) / (n - q - 1), q = p + 1 with the variance.
        Sources: Schwarz, Annals of Statistics 1978; Hurvich and Tsai, Biometrika 1989.
    cv, cv_error : float or None
        Mean over the folds of the mean square error at the points left out, and its standard error; None where it is
        not asked for.
    """

    segments: int
    parameters: int
    mse: float
    bic: float
    aicc: float
    cv: float | None = None
    cv_error: float | None = None


def criteria(evaluator: DataEvaluator, mse: float) -> Criteria:
    """Return the information criteria of an approximation at noisy data.

    Parameters
    ----------
    evaluator : DataEvaluator
        The problem.
    mse : float
        Weighted mean square error of an approximation with its segments.
    """
    n, p = evaluator.data.x.size, parameters(evaluator.problem)
    least = (ROUNDING * float(np.max(np.abs(evaluator.data.y)))) ** 2
    fit, q = n * math.log(max(mse, least, 1e-300)), p + 1
    aicc = fit + 2 * q + 2 * q * (q + 1) / (n - q - 1) if n > q + 1 else math.inf
    return Criteria(segments=evaluator.problem.segments, parameters=p, mse=mse, bic=fit + p * math.log(n), aicc=aicc)


def cross_validation(evaluator: DataEvaluator, search: Search, folds: int, seed: int) -> tuple[float, float]:
    """Return the mean over the folds of the mean square error at the points left out, and its standard error.

    The folds interleave: of every `folds` neighbours each goes to another fold, in an order drawn by the seed.

    Parameters
    ----------
    evaluator : DataEvaluator
        The problem.
    search : callable
        Finds the points for the data of an evaluator.
    folds : int
        Number of folds.
    seed : int
        Same seed, same folds.
    """
    fold = interleaved(evaluator.data.x.size, folds, seed)
    found = np.array([_left_out(evaluator, search, fold == k) for k in range(folds)])
    return float(found.mean()), float(found.std(ddof=1) / math.sqrt(folds))


def interleaved(count: int, folds: int, seed: int) -> Array:
    """Return the fold (count,) of each point: every `folds` neighbours are a permutation of the folds."""
    generator = np.random.default_rng(seed)
    orders = generator.permuted(np.tile(np.arange(folds), (-(-count // folds), 1)), axis=1)
    return np.asarray(orders.ravel()[:count])


def _left_out(evaluator: DataEvaluator, search: Search, out: Any) -> float:
    data = evaluator.data
    weight = None if data.weight is None else data.weight[~out]
    kept = evaluator.at(DataPart(data.x[~out], data.y[~out], weight))
    found = kept.candidate(search(kept).points)
    p = found.pwl if found.lines is None else found.lines
    shares = None if data.weight is None else data.weight[out]
    return float(np.average((p(data.x[out]) - data.y[out]) ** 2, weights=shares))


def best_of(rows: list[Criteria], select: SelectName) -> Criteria:
    """Return the row with the smallest criterion; with "cv-1se" the fewest segments within a standard error of it.

    Source of the rule of one standard error: Breiman et al., Classification and Regression Trees, 1984, section 3.4.3.
    """
    if select != "cv-1se":
        return min(rows, key=lambda row: getattr(row, select))
    least = min(rows, key=lambda row: row.cv or 0.0)
    limit = (least.cv or 0.0) + (least.cv_error or 0.0)
    return next(row for row in rows if (row.cv or 0.0) <= limit)
