"""The breakpoints with the smallest maximum error, exactly: a path of fewest links through the tube f +- eps."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError, RunError
from pwlact.fit.lstsq import FREE
from pwlact.pwl import breakpoints_of
from pwlact.search.bounds import cover_bound, real_bound, unit_bound
from pwlact.search.codes.table_rows import build_pwl
from pwlact.search.crossing import fewest_lines, smallest_crossing, split_to
from pwlact.search.evaluators import RealEvaluator, UnitEvaluator, make_real_evaluator
from pwlact.search.limited import Limited
from pwlact.search.methods.method import Method
from pwlact.search.noisy.searches import largest
from pwlact.search.placement import Placement
from pwlact.search.problem import Problem
from pwlact.search.tube import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimaxConfig:
    """The exact search has no settings."""


def search(evaluator: RealEvaluator, _config: MinimaxConfig, _seed: int) -> Placement:
    """Return the points of a PWL with the smallest maximum error.

    Details: `cover_bound`, the bound by separate lines, where errors have no weight and nothing is constrained;
    `smallest_error`, the error of linked ones.
    Source: the minimum-link path of Imai & Iri 1987 and Suri 1986, see `search.tube`; bisection of its error is ours.
    """
    problem = evaluator.problem
    if evaluator.limited is not None:
        return _limited(evaluator.limited)
    cover = cover_bound(evaluator)
    crossing = evaluator.linked_lines(cover)
    details = {"cover_bound": cover, "smallest_error": crossing.holds}
    if not cover and crossing.failed is None and problem.pins == FREE and problem.fit == "minimax":
        points = split_to(
            np.array(problem.activation.kinks_inside(*problem.interval)), problem.segments, problem.interval
        )
        if points.size == problem.points:  # f is its own PWL, as far as rounding allows to tell
            values = problem.activation(breakpoints_of(points, problem.interval))
            return Placement(points=points, values=values, evaluations=1, details=details)
    points = split_to(_corners(crossing.held), problem.segments, problem.interval)
    return Placement(points=points, evaluations=1, details=details)


def _limited(limited: Limited) -> Placement:
    """Return the answer with a weight of errors or under constraints; a minimax fit keeps its values."""
    found = limited.smallest
    return Placement(
        points=found.breakpoints[1:-1],
        values=found.values if limited.problem.fit == "minimax" else None,
        evaluations=found.rounds,
        details={"smallest_error": found.error, "exchanges": found.rounds},
    )


def search_codes(evaluator: UnitEvaluator, _config: MinimaxConfig, _seed: int) -> Placement:
    """Choose coded pieces, which need not join, with the smallest maximum error over the unit's inputs.

    The lower bound is of the unit's own arithmetic.
    """
    problem, cover = evaluator.problem, evaluator.smallest_cover
    return Placement(
        points=build_pwl(evaluator.grid, cover, problem.segments).points,
        table_rows=cover,
        evaluations=1,
        lower_bound=unit_bound(evaluator),
    )


def _corners(path: Path) -> Array:
    """Return the points at which the lines of a path meet: between the last two contacts of the line before."""
    fall, rise = path.intercepts[:-1] - path.intercepts[1:], np.diff(path.slopes)
    first, last = path.contacts[:-1, 1], path.contacts[:-1, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        corners = fall / rise
    return np.clip(np.where(np.isfinite(corners), corners, last), first, last)


def fewest_segments(evaluator: RealEvaluator, max_error: float, max_segments: int) -> int:
    """Return the fewest segments of a PWL within `max_error` of f.

    Parameters
    ----------
    evaluator : RealEvaluator
        The function, the range and the pins, which are kept; its number of segments is not read.
    max_error : float
        Largest error, in units of the function.
    max_segments : int
        Segments at most.

    Raises
    ------
    RunError
        If more than `max_segments` are needed; the message gives the smallest error of `max_segments`.
    """
    if evaluator.limited is not None:
        return _fewest_limited(evaluator.problem, max_error, max_segments)
    count = fewest_lines(evaluator.curve, max_error, max_segments, evaluator.problem.pins)
    if count is None:
        best = smallest_crossing(evaluator.curve, max_segments, True, evaluator.problem.pins, 0.0).holds
        raise RunError(
            f"a maximum error of {max_error:g} needs more than {max_segments} segments, which reach {best:.6g}; "
            "allow a larger error or more segments"
        )
    return count


def fewer_ruled_out(problem: Problem, max_error: float) -> bool:
    """Return whether a lower bound, or the constraints, prove that one segment less than the problem's is too few.

    Parameters
    ----------
    problem : Problem
        In real numbers; its objective is the maximum error, weighted or not.
    max_error : float
        Largest error times its weight.
    """
    if problem.segments == 1:
        return True
    try:
        return real_bound(make_real_evaluator(dataclasses.replace(problem, segments=problem.segments - 1))) > max_error
    except ConfigError:
        return True


def _fewest_limited(problem: Problem, max_error: float, max_segments: int) -> int:
    """Return the fewest segments with a weight of errors or under constraints, by halving the range of counts."""
    fails, holds, best = 0, 1, math.inf
    while True:
        best = _smallest_of(problem, holds)
        if best <= max_error or holds >= max_segments:
            break
        fails, holds = holds, min(2 * holds, max_segments)
    if best > max_error:
        raise RunError(
            f"a maximum error of {max_error:g} needs more than {max_segments} segments, which reach {best:.6g}; "
            "allow a larger error or more segments"
        )
    while holds - fails > 1:
        middle = (fails + holds) // 2
        fails, holds = (fails, middle) if _smallest_of(problem, middle) <= max_error else (middle, holds)
    return holds


def _smallest_of(problem: Problem, segments: int) -> float:
    """Return the smallest maximum error with some number of segments; infinite where constraints cannot be kept."""
    limited = make_real_evaluator(dataclasses.replace(problem, segments=segments)).limited
    try:
        return math.inf if limited is None else limited.smallest.error
    except ConfigError:
        return math.inf


MINIMAX = Method(
    name="minimax",
    title="exact: path of fewest links",
    search_reals=search,
    search_codes=search_codes,
    config=MinimaxConfig,
    objective="max",
    any_objective=False,
    constrained=True,
    search_data=largest,
)
