"""The one verb: a problem and a method give a result."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError, require
from pwlact.fit import sample
from pwlact.search.bounds import lower_bound
from pwlact.search.chosen_range import range_details
from pwlact.search.codes.bit_widths import Tolerance, fewest_rows
from pwlact.search.evaluators import (
    Candidate,
    Evaluator,
    RealEvaluator,
    make_evaluator,
    make_real_evaluator,
    make_unit_evaluator,
)
from pwlact.search.methods import Method, Placement, evaluate
from pwlact.search.methods.minimax import MINIMAX, fewer_ruled_out, fewest_segments
from pwlact.search.noisy.details import data_details
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result import Result
from pwlact.search.reward import RewardConfig, final_reward
from pwlact.search.stopwatch import stopwatch
from pwlact.search.versions import versions

NO_MIRROR = ("half of a symmetric function is reflected", "noisy data", "leave out --mirror")
GIVEN = "given"  # the method of a result whose points the user gave


def solve(
    problem: Problem,
    method: Method,
    config: Any,
    seed: int,
    *,
    mirror: bool = False,
    evaluator: Evaluator | None = None,
) -> Result:
    """Place a problem's points by a method, and measure the answer.

    Parameters
    ----------
    problem : Problem
        What is asked.
    method : Method
        How the points are placed.
    config : dataclass
        The method's settings.
    seed : int
        The same seed gives the same points.
    mirror : bool
        Place them on half of a symmetric function, and reflect them.
    evaluator : Evaluator, optional
        The problem's, where it is known.

    Raises
    ------
    InputError
        If the method does not serve the problem, or the problem cannot be mirrored.
    RunError
        If the method finds no points.
    """
    with stopwatch() as watch:
        require(not (mirror and problem.activation.noisy), *NO_MIRROR)
        evaluator = evaluator or make_evaluator(problem)
        halved = mirror and problem.spec is None  # a unit's table is halved by its grid
        placement = _placed(problem, method, config, seed) if halved else method.search(evaluator, config, seed)
        candidate = evaluate(evaluator, placement)
        seconds = watch.seconds
    known = placement.lower_bound
    bounds = (
        [known]
        if known is not None and (problem.spec is not None or problem.activation.noisy)
        else [known, lower_bound(evaluator, candidate.objective)]
    )
    bound = max((bound for bound in bounds if bound is not None), default=None)
    found = dataclasses.replace(placement, lower_bound=bound)
    parameters = {**dataclasses.asdict(config), **({"mirror": True} if mirror else {})}
    return _result(problem, candidate, found, method.name, parameters, seed, seconds)


def solve_within(problem: Problem, tolerance: Tolerance, max_segments: int) -> Result:
    """Find a unit's fewest segments, and its narrowest coefficients, for a tolerance; `problem.segments` plays no part.

    Details: `proven`, that no unit of these formats has fewer segments, each with an own slope and intercept.

    Parameters
    ----------
    problem : Problem
        Function, range and kind of unit.
    tolerance : Tolerance
        Maximum error, in the unit of the function or in last places of the output.
    max_segments : int
        Largest number of segments to try.

    Raises
    ------
    ConfigError
        If the problem has no number format.
    RunError
        If more than `max_segments` are needed.
    """
    spec = problem.spec
    if spec is None:
        raise ConfigError("a unit's tolerance is of a problem with a number format, got none; add --format q4.12")
    mirrored = spec.mirrored
    with stopwatch() as watch:
        rows = max(max_segments // 2, 1) if mirrored else max_segments
        grid, cover, proven = fewest_rows(problem, tolerance, rows)
        segments = cover.slopes.size * (2 if mirrored else 1)
        problem = dataclasses.replace(problem, segments=segments, spec=grid.spec)
        evaluator = make_unit_evaluator(problem)
        candidate = evaluator.measure(cover)
        seconds = watch.seconds
    found = Placement(
        points=candidate.pwl.points, evaluations=1, lower_bound=lower_bound(evaluator), details={"proven": proven}
    )
    return _result(problem, candidate, found, MINIMAX.name, {"max_error": tolerance.text}, 0, seconds)


def solve_fewest(problem: Problem, tolerance: Tolerance, max_segments: int, seed: int) -> Result:
    """Find the fewest segments in real numbers for a tolerance, and the smallest error that as many reach.

    Details: `proven`, that fewer segments have a larger maximum error, by a lower bound.

    Parameters
    ----------
    problem : Problem
        Function, range, weight of errors, constraints and pins; `problem.segments` plays no part.
    tolerance : Tolerance
        Maximum error times its weight, not in last places.
    max_segments : int
        Largest number of segments to try.
    seed : int
        Of the result's record; the search has no chance.

    Raises
    ------
    RunError
        If more than `max_segments` are needed.
    """
    problem = dataclasses.replace(problem, segments=fewest(problem, tolerance.size, max_segments))
    found = solve(problem, MINIMAX, MINIMAX.config(), seed)
    proven = fewer_ruled_out(problem, tolerance.size)
    return dataclasses.replace(
        found,
        parameters={**found.parameters, "max_error": tolerance.text},
        details={**found.details, "proven": proven},
    )


def solve_given(
    problem: Problem,
    points: Array,
    *,
    mirror: bool = False,
    samples: int | None = None,
    evaluator: Evaluator | None = None,
) -> Result:
    """Fit given interior points and measure the result: the converter.

    Parameters
    ----------
    problem : Problem
        What is asked; it has one segment more than there are points, and mirrored twice as many.
    points : ndarray, shape (points,)
        Interior points, strictly ascending, strictly inside the range; mirrored, those above 0.
    mirror : bool
        Fit half of a symmetric function, and reflect it.
    samples : int, optional
        Samples of the least squares and of the grid errors, in place of those of step 0.001; not of a unit, nor of half
        a function.
    evaluator : Evaluator, optional
        The problem's, where it is known.

    Raises
    ------
    InputError
        If the points do not ascend, lie outside the range, or are too many for it; if the problem cannot be mirrored.
    """
    given = Placement(points=points, evaluations=1)
    with stopwatch() as watch:
        require(not (mirror and problem.activation.noisy), *NO_MIRROR)
        evaluator = evaluator or make_evaluator(problem)
        if samples is not None:
            evaluator = _resampled(evaluator, samples, mirror)
        halved = mirror and problem.spec is None
        candidate = evaluate(evaluator, _reflected(problem, _half(problem), given) if halved else given)
        found = dataclasses.replace(given, lower_bound=lower_bound(evaluator, candidate.objective))
        seconds = watch.seconds
    return _result(problem, candidate, found, GIVEN, {"mirror": True} if mirror else {}, None, seconds)


def _resampled(evaluator: Evaluator, samples: int, mirror: bool) -> Evaluator:
    """Return the evaluator with another number of samples."""
    problem = evaluator.problem
    plain = problem.spec is None and not problem.activation.noisy and problem.density is None and not mirror
    require(
        plain, "another grid goes with functions in real numbers, even weights and no mirror", samples, "leave it out"
    )
    return dataclasses.replace(evaluator, samples=sample(problem.activation, problem.interval, samples))


def fewest(problem: Problem, max_error: float, max_segments: int) -> int:
    """Return the fewest segments whose maximum error is at most `max_error`; `problem.segments` plays no part.

    Parameters
    ----------
    problem : Problem
        Function, range and pins.
    max_error : float
        Maximum error on the whole range, above 0.
    max_segments : int
        Largest number of segments to try.

    Raises
    ------
    RunError
        If more than `max_segments` are needed; it says the best that can be reached.
    """
    return fewest_segments(make_real_evaluator(dataclasses.replace(problem, segments=1)), max_error, max_segments)


def _result(
    problem: Problem,
    candidate: Candidate,
    found: Placement,
    method: str,
    parameters: dict[str, Any],
    seed: int | None,
    seconds: float,
) -> Result:
    """Return the finished result of a search."""
    paper = objective_named("paper", problem.spec).of(candidate.errors)
    return Result(
        problem=problem,
        candidate=candidate,
        reward=float(final_reward(RewardConfig(), np.array([paper]))[0]),
        method=method,
        parameters=parameters,
        seed=seed,
        evaluations=found.evaluations,
        seconds=seconds,
        status="finished",
        versions=versions(),
        lower_bound=found.lower_bound,
        details={
            **found.details,
            **range_details(problem.chosen, candidate.pwl, candidate.unit),
            **data_details(problem, candidate, placed=method != GIVEN),
        },
    )


def _placed(problem: Problem, method: Method, config: Any, seed: int) -> Placement:
    """Place the points of half a problem, and reflect them."""
    half = _half(problem)
    return _reflected(problem, half, method.search(half, config, seed))


def _half(problem: Problem) -> RealEvaluator:
    """Return the evaluator of half a problem in real numbers."""
    from pwlact.search.mirror import check_reflected, half_problem

    check_reflected(problem)
    return make_real_evaluator(half_problem(problem))


def _reflected(problem: Problem, half: RealEvaluator, placement: Placement) -> Placement:
    """Reflect points of half a problem; the bound of the half does not hold for the whole."""
    from pwlact.search.mirror import reflected

    pwl = reflected(problem.activation, half.candidate(placement.points, placement.values).pwl, problem.segments)
    return dataclasses.replace(placement, points=pwl.points, values=pwl.values, lower_bound=None)
