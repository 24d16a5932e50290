"""The short local search behind the policy: descents from several walks, the best of them sharpened."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pwlact._types import Array
from pwlact.search.evaluators import Evaluator, RealEvaluator
from pwlact.search.general.descent import descend
from pwlact.search.general.sharpen import between_samples, sharpen
from pwlact.search.local import LocalConfig, LocalOutcome, local_search

STEPS = 6  # of a descent, for each power
SHARE, SHARP_SHARE = 0.65, 0.1  # of the fits, for descents from starts, and for sharpening


def refine(evaluator: Evaluator, starts: Iterator[Array], evaluations: int, seed: int) -> LocalOutcome:
    """Descend from start after start, the first ones being the best, until the fits are used up.

    Problems whose J the descent does not know, as of units or with constraints, are searched by CMA-ES from the first.

    Parameters
    ----------
    evaluator : Evaluator
        The problem.
    starts : iterator of ndarray
        Points (P,), without end.
    evaluations : int
        Number of fits, about.
    seed : int
        Of CMA-ES.
    """
    first = next(starts)
    if not (isinstance(evaluator, RealEvaluator) and _is_known(evaluator)):
        return local_search(evaluator, first, LocalConfig(evaluations=evaluations), seed)
    best = LocalOutcome(points=first, objective=float(evaluator.objectives(first[None, :])[0]), evaluations=1)
    start = first
    while best.evaluations < SHARE * evaluations:
        try:
            found = descend(evaluator, start, STEPS, SHARE * evaluations - best.evaluations)
            best = _better(evaluator, best, found.points, found.evaluations)
        except np.linalg.LinAlgError:
            best = _better(evaluator, best, start, 1)
        start = next(starts)
    best = _better(evaluator, best, *sharpen(evaluator, best.points, SHARP_SHARE * evaluations))
    left = max(evaluations - best.evaluations, 0)
    points, objective = between_samples(evaluator, best.points, best.objective, left, np.random.default_rng(seed))
    return LocalOutcome(points=points, objective=objective, evaluations=best.evaluations + left)


def _better(evaluator: RealEvaluator, best: LocalOutcome, points: Array, fits: int) -> LocalOutcome:
    """Return the better of the best outcome and of points that took some fits, with the fits of both."""
    objective, spent = float(evaluator.objectives(points[None, :])[0]), best.evaluations + fits + 1
    better = objective < best.objective
    return LocalOutcome(
        points=points if better else best.points,
        objective=objective if better else best.objective,
        evaluations=spent,
    )


def _is_known(evaluator: RealEvaluator) -> bool:
    problem = evaluator.problem
    plain = evaluator.limited is None and problem.objective.mse_weight == 0.0
    return plain and (problem.fit == "lstsq" or problem.pins == (None, None))
