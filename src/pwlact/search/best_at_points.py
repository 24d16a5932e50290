"""What the best values would earn at the points of a result whose values are least squares."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact.search.describe import bound_to_squares
from pwlact.search.evaluators import make_evaluator
from pwlact.search.result import Result
from pwlact.search.reward import RewardConfig, final_reward


def best_at_points(result: Result) -> str | None:
    """Return in words what the best values earn at a result's points; None where its values are no least squares.

    Parameters
    ----------
    result : Result
        Of a search, a training or the converter.
    """
    if not bound_to_squares(result.problem) or not result.problem.objective.mean_weight:
        return None
    evaluator = make_evaluator(dataclasses.replace(result.problem, fit="best"))
    best = evaluator.candidate(np.array(result.candidate.pwl.points)).objective
    reward = float(final_reward(RewardConfig(), np.array([best]))[0])
    return f"best values at these points earn {reward:.1f}, objective {best:.6g}"
