"""The short local search behind the policy: descents from several walks, the best of them sharpened."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact._types import Array
from pwlact.search.evaluators import Evaluator, RealEvaluator
from pwlact.search.general.descent import descend
from pwlact.search.local import LocalConfig, LocalOutcome, local_search

STEPS = 6  # of a descent, for each power
SHARP = (64.0, 128.0, 256.0)  # powers of the last descent
SHARE = 0.8  # of the fits, for descents from starts


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
    while best.evaluations < SHARE * evaluations:
        best = _better(evaluator, best, first, None, SHARE * evaluations)
        first = next(starts)
    return _better(evaluator, best, best.points, SHARP, evaluations)


def _better(
    evaluator: RealEvaluator, best: LocalOutcome, start: Array, powers: tuple[float, ...] | None, evaluations: float
) -> LocalOutcome:
    """Descend once more; return the better outcome, with the fits of both."""
    budget = evaluations - best.evaluations
    options = {} if powers is None else {"powers": powers}
    found = descend(evaluator, start, STEPS, budget=budget, **options)
    objective = float(evaluator.objectives(found.points[None, :])[0])
    spent = best.evaluations + found.evaluations + 1
    if objective < best.objective:
        return LocalOutcome(points=found.points, objective=objective, evaluations=spent)
    return LocalOutcome(points=best.points, objective=best.objective, evaluations=spent)


def _is_known(evaluator: RealEvaluator) -> bool:
    problem = evaluator.problem
    plain = evaluator.limited is None and problem.objective.mse_weight == 0.0
    return plain and (problem.fit == "lstsq" or problem.pins == (None, None))
