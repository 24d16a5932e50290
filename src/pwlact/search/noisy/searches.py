"""Breakpoints at noisy data: the smallest sum of squares, the smallest maximum error; pieces that join or not."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.fit.points import linked_minimax, linked_squares, separate_minimax, separate_squares
from pwlact.functions import Interval
from pwlact.search.evaluators.data import DataEvaluator
from pwlact.search.noisy.bound import TRUST
from pwlact.search.noisy.lines import between_groups, lines_between
from pwlact.search.noisy.rules import check_count
from pwlact.search.placement import Placement


def squares(evaluator: DataEvaluator, _config: Any, _seed: int) -> Placement:
    """Return the points of the least squares found, with a proven lower bound of the mean square error.

    Pieces that need not join are exact, by dynamic programming over partitions of the sorted x (Bellman 1961); the sum
    of their squares bounds that of pieces that join, whose points are polished from several starts.
    """
    problem, points = evaluator.problem, evaluator.points
    check_count(problem, evaluator.data.x, placed=True)
    if problem.discontinuous:
        boundaries, sums = separate_squares(points, problem.segments)
        return _separate(evaluator, boundaries[problem.segments - 1], sums[problem.segments - 1] / evaluator.data.total)
    breakpoints, values, _sum, bound = linked_squares(points, problem.segments)
    return _linked(evaluator, breakpoints, values, bound / evaluator.data.total)


def largest(evaluator: DataEvaluator, _config: Any, _seed: int) -> Placement:
    """Return the points of the smallest maximum error at the data, with a proven lower bound.

    Source: the minimum-link path of Imai & Iri 1987 and Suri 1986 through the data's tolerances, and bisection.
    """
    problem, points = evaluator.problem, evaluator.points
    check_count(problem, evaluator.data.x, placed=True)
    if problem.discontinuous:
        boundaries, error = separate_minimax(points, problem.segments)
        return _separate(evaluator, boundaries, error)
    breakpoints, values, _error, bound = linked_minimax(points, problem.segments)
    return _linked(evaluator, breakpoints, values, bound)


def _separate(evaluator: DataEvaluator, boundaries: Any, bound: float) -> Placement:
    breakpoints = between_groups(evaluator.data.x, boundaries, evaluator.problem.interval)
    lines = lines_between(evaluator.data, breakpoints, minimax=evaluator.minimax)
    return Placement(points=breakpoints[1:-1], lines=lines, evaluations=1, lower_bound=TRUST * bound)


def _linked(evaluator: DataEvaluator, breakpoints: Array, values: Array, bound: float) -> Placement:
    """Return linked pieces; their values are kept where the problem's fit is the search's."""
    breakpoints, values = to_range(breakpoints, values, evaluator.problem.interval)
    own = evaluator.minimax == bool(evaluator.problem.objective.max_weight)
    return Placement(points=breakpoints[1:-1], values=values if own else None, evaluations=1, lower_bound=TRUST * bound)


def to_range(breakpoints: Array, values: Array, interval: Interval) -> tuple[Array, Array]:
    """Return breakpoints and values (m,) with the outer pieces drawn out to the ends of a range."""
    ends, inner = breakpoints[[0, -1]], breakpoints[[1, -2]]
    slopes = np.array([values[1] - values[0], values[-1] - values[-2]]) / np.abs(ends - inner)
    breakpoints, values = breakpoints.copy(), values.copy()
    values[[0, -1]] += slopes * np.array([interval[0] - ends[0], interval[1] - ends[1]])
    breakpoints[[0, -1]] = interval
    return breakpoints, values
