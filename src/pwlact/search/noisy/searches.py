"""Breakpoints at noisy data: the smallest sum of squares, the smallest maximum error; pieces that join or not."""

from __future__ import annotations

import dataclasses
from typing import Any

from pwlact._types import Array
from pwlact.fit.points import constrained_linked, linked_minimax, linked_squares, separate_minimax, separate_squares
from pwlact.search.crossing import split_to
from pwlact.search.evaluators.data import DataEvaluator
from pwlact.search.noisy.bound import TRUST
from pwlact.search.noisy.lines import between_groups
from pwlact.search.noisy.rules import check_count
from pwlact.search.placement import Placement


def squares(evaluator: DataEvaluator, _config: Any, seed: int) -> Placement:
    """Return the points of the least squares found, with a proven lower bound of the mean square error.

    Pieces that need not join are exact, by dynamic programming over partitions of the sorted x (Bellman 1961), or of
    many points between bounds; the same bound holds for pieces that join. Details, of these: `joins_proven`, that no
    joins at the data and at as many places in each gap between them are better; None where that is not proven.
    """
    problem, points = evaluator.problem, evaluator.points
    check_count(problem, evaluator.data.x, placed=True)
    if problem.discontinuous:
        found = separate_squares(points, problem.segments)
        inner = between_groups(points, found.boundaries[-1])
        return _placement(inner, float(found.bounds[-1]) / points.total)
    if problem.constraints:
        return _constrained(evaluator, minimax=False, seed=seed)
    linked = linked_squares(points, problem.segments, seed=seed)
    placement = _placement(linked.breakpoints[1:-1], linked.bound / points.total)
    return dataclasses.replace(placement, details={"joins_proven": linked.proven})


def largest(evaluator: DataEvaluator, _config: Any, seed: int) -> Placement:
    """Return the points of the smallest maximum error at the data, with a proven lower bound.

    Source: the minimum-link path of Imai & Iri 1987 and Suri 1986 through the data's tolerances, and bisection.
    """
    problem, points = evaluator.problem, evaluator.points
    check_count(problem, evaluator.data.x, placed=True)
    if problem.discontinuous:
        found = separate_minimax(points, problem.segments)
        return _placement(between_groups(points, found.boundaries), found.max_error)
    if problem.constraints:
        return _constrained(evaluator, minimax=True, seed=seed)
    linked = linked_minimax(points, problem.segments)
    return _placement(split_to(linked.breakpoints[1:-1], problem.segments, problem.interval), linked.bound)


def _constrained(evaluator: DataEvaluator, *, minimax: bool, seed: int) -> Placement:
    """Return the points of pieces that keep the constraints; the bound is that without constraints, found elsewhere."""
    found = constrained_linked(
        evaluator.points, evaluator.problem.segments, evaluator.conditions, minimax=minimax, seed=seed
    )
    return Placement(points=found.breakpoints[1:-1], evaluations=1)


def _placement(inner: Array, bound: float) -> Placement:
    return Placement(points=inner, evaluations=1, lower_bound=TRUST * bound)
