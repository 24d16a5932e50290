"""What every method is: a evaluator, settings and a seed go in, points come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pwlact._types import Array
from pwlact.search.codes.pieces import Pieces
from pwlact.search.evaluate import Candidate, Evaluator
from pwlact.search.problem import ObjectiveName


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placement:
    """What a method came to.

    Parameters
    ----------
    points : ndarray, shape (points,)
        Interior points, strictly ascending.
    values : ndarray, shape (points + 2,), or None
        Values at the breakpoints, from a method that sets them itself; None takes the problem's fit.
    pieces : Pieces or None
        Coded pieces of a unit, from a method that chooses the codes itself; None takes the problem's fit.
    evaluations : int
        How many breakpoint sets were evaluated.
    lower_bound : float or None
        Proven lower bound of the objective, from a method that finds one better than `search.bounds` does.
    details : mapping
        Further figures, JSON values.
    """

    points: Array
    values: Array | None = None
    pieces: Pieces | None = None
    evaluations: int
    lower_bound: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def evaluate(evaluator: Evaluator, placement: Placement) -> Candidate:
    """Measure what a method came to."""
    if placement.pieces is not None:
        return evaluator.coded(placement.pieces)
    return evaluator.candidate(placement.points, placement.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way to place the points.

    Parameters
    ----------
    name : str
        As in ``--method``.
    title : str
        What it is, in a few words.
    place : callable
        (evaluator, config, seed) to Placement; the same seed places the same points.
    config : type
        Its settings, a dataclass with defaults.
    objective : str
        What it minimises by nature, and by default.
    any_objective : bool
        Whether it minimises other objectives too, or places without looking at one.
    """

    name: str
    title: str
    search: Callable[[Evaluator, Any, int], Placement]
    config: type
    objective: ObjectiveName = "paper"
    any_objective: bool = True
