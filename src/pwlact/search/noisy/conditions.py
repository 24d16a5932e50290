"""A problem's constraints as conditions on the values at noisy data."""

from __future__ import annotations

import numpy as np

from pwlact.fit.points import Conditions
from pwlact.search.noisy.part import DataPart, data_in_range
from pwlact.search.problem import Problem


def conditions_of(problem: Problem, data: DataPart) -> Conditions:
    """Return what an approximation of noisy data keeps; a monotone one goes the way of their trend.

    Parameters
    ----------
    problem : Problem
        With constraints.
    data : DataPart
        Its data in the range.
    """
    asked = problem.constraints
    return Conditions(
        through=asked.through,
        direction=trend(data) if asked.monotone else 0,
        non_negative=asked.non_negative,
        last=asked.last,
        slopes=tuple((k - 1, slope) for k, slope in asked.slopes),
    )


def trend(data: DataPart) -> int:
    """Return 1 where the least-squares line of data rises or is level, else -1.

    Parameters
    ----------
    data : DataPart
        The data.
    """
    away = data.x - np.average(data.x, weights=data.weight)
    return 1 if np.average(away * data.y, weights=data.weight) >= 0.0 else -1


def direction_at_data(problem: Problem) -> int:
    """Return the direction that a monotone approximation of noisy data takes, 1 or -1; 0 where none is asked for."""
    return trend(data_in_range(problem)) if problem.constraints.monotone else 0
