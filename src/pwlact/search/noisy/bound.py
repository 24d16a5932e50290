"""A lower bound of the error of as many pieces at noisy data: that of separate lines."""

from __future__ import annotations

from pwlact.fit.points import separate_minimax, separate_squares
from pwlact.search.evaluators.data import DataEvaluator

TRUST = 1.0 - 1e-9  # share of a bound that rounding leaves


def data_bound(evaluator: DataEvaluator) -> float | None:
    """Return a proven lower bound of the objective of as many pieces at noisy data, joined or not, constraints apart.

    It is what separate lines reach; None where the objective has a part of the mean error.

    Parameters
    ----------
    evaluator : DataEvaluator
        The problem.
    """
    asked, segments = evaluator.problem.objective, evaluator.problem.segments
    if asked.mean_weight:
        return None
    points = evaluator.points
    largest = separate_minimax(points, segments).max_error if asked.max_weight else 0.0
    square = separate_squares(points, segments).bounds[-1] / points.total if asked.mse_weight else 0.0
    return float(asked.max_weight * largest + asked.mse_weight * square) * TRUST
