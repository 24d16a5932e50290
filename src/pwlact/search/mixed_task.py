"""From a problem to the task of `mixed_bound`: what is bounded, and between which walls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pwlact._types import Array
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.mean_bound import error_coordinate
from pwlact.search.mixed_bound import MixedTask

FARTHEST = 1e6  # of walls, relative to the largest value: farther ones leave too few digits


def mixed_task(evaluator: RealEvaluator, reached: float) -> MixedTask | None:
    """Return the parts of a problem's objective that are of maximum and mean errors on the grid, as a task.

    Without a part of the maximum error, walls are where one sample alone has the mean error that is reached.

    Parameters
    ----------
    evaluator : RealEvaluator
        The problem, whose objective has a part of the mean error.
    reached : float
        An objective that is reached.

    Returns
    -------
    MixedTask
        None where nothing is to be bounded, or walls are too far for their arithmetic.
    """
    problem, samples, weights = evaluator.problem, evaluator.samples, evaluator.mean_weights
    asked, largest = problem.objective, float(np.max(np.abs(samples.y)))
    if not reached > 0.0:
        return None
    between = evaluator.walled.walls(samples.x).at if asked.max_weight else _alone(evaluator, reached)
    low, high = between(reached / asked.max_weight if asked.max_weight else 0.0)
    if not np.max(high - low) <= FARTHEST * largest:
        return None
    return MixedTask(
        x=samples.x,
        y=samples.y,
        weights=weights,
        u=error_coordinate(samples, weights),
        walls=between,
        segments=problem.segments,
        max_weight=asked.max_weight,
        mean_weight=asked.mean_weight,
        least=evaluator.walled.bound_on_grid if asked.max_weight else 0.0,
        reached=reached,
    )


def _alone(evaluator: RealEvaluator, reached: float) -> Callable[[float], tuple[Array, Array]]:
    """Return walls, whatever the maximum error, where a sample's error makes up the mean error that is reached."""
    with np.errstate(divide="ignore"):
        farthest = reached / evaluator.problem.objective.mean_weight / evaluator.mean_weights
    y = evaluator.samples.y
    return lambda _eps: (y - farthest, y + farthest)
