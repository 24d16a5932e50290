"""The number of segments chosen by a criterion or a tolerance, and the result with as many."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

from pwlact.errors import BreakpointError, RunError, require
from pwlact.search.evaluators import DataEvaluator, make_data_evaluator
from pwlact.search.methods import Method
from pwlact.search.noisy.criteria import Criteria, SelectName, best_of, criteria, cross_validation
from pwlact.search.noisy.rules import parameters
from pwlact.search.problem import Problem
from pwlact.search.result import Result
from pwlact.search.solve import solve

MAX_SELECTED = 16  # segments tried where no limit is given
FOLDS = 10

Watch = Callable[[int], None]
"""Told how many numbers of segments are done."""


def solve_selected(
    problem: Problem,
    method: Method,
    config: Any,
    seed: int,
    *,
    select: SelectName,
    max_segments: int = MAX_SELECTED,
    folds: int = FOLDS,
    watch: Watch = lambda _done: None,
) -> Result:
    """Choose the number of segments by a criterion, and return the result with as many.

    Details: `select`, the criterion; `criteria`, a row for each number of segments.

    Parameters
    ----------
    problem : Problem
        Of noisy data, for the mean square error; its segments play no part.
    method, config, seed
        As for `solve`; the seed also draws the folds.
    select : {"bic", "aicc", "cv", "cv-1se"}
        The criterion, see `Criteria` and `best_of`.
    max_segments : int
        Largest number to try, as far as there are points for it.
    folds : int
        Folds of a cross-validation.
    watch : callable
        Told how many numbers of segments are done.

    Raises
    ------
    ConfigError
        If the objective is another, or the folds are fewer than 2 or more than there are points.
    """
    asked = problem.objective
    squares = problem.activation.noisy and asked.mse_weight and not asked.mean_weight and not asked.max_weight
    require(bool(squares), "a criterion chooses segments for the mean square error of noisy data", select,
            "add --noisy and --objective mse")  # fmt: skip
    rows: list[Criteria] = []
    results: list[Result] = []
    evaluator = make_data_evaluator(dataclasses.replace(problem, segments=1))
    for count in range(1, max_segments + 1):
        try:
            tried = dataclasses.replace(evaluator, problem=dataclasses.replace(problem, segments=count))
            result, row = _tried(tried, method, config, seed, folds if select.startswith("cv") else None)
        except BreakpointError:
            if not rows:
                raise
            break  # the data determine no more parameters
        rows.append(row)
        results.append(result)
        watch(count)
    found = results[best_of(rows, select).segments - 1]
    parameters_ = {"select": select, "max_segments": max_segments, "folds": folds}
    return dataclasses.replace(
        found,
        parameters={**found.parameters, **parameters_},
        details={**found.details, "select": select, "criteria": [dataclasses.asdict(row) for row in rows]},
    )


def _tried(
    evaluator: DataEvaluator, method: Method, config: Any, seed: int, folds: int | None
) -> tuple[Result, Criteria]:
    problem, n = evaluator.problem, evaluator.data.x.size
    if folds is not None:
        require(2 <= folds <= n, f"folds are 2 to {n}, the number of points", folds, "try --folds 10")
        n -= -(-n // folds)
    if n <= parameters(problem) + 2:  # else AICc has no value, or a fold too few points
        raise BreakpointError(
            f"{problem.segments} segments are chosen from {parameters(problem) + 3} points or more, got {n}; add points"
        )
    result = solve(problem, method, config, seed, evaluator=evaluator)
    row = criteria(evaluator, result.errors.grid.mse)
    if folds is None:
        return result, row
    cv, error = cross_validation(evaluator, lambda kept: method.search(kept, config, seed), folds, seed)
    return result, dataclasses.replace(row, cv=cv, cv_error=error)


def solve_within_data(
    problem: Problem, method: Method, config: Any, seed: int, *, within: float, max_segments: int
) -> Result:
    """Return the result of the fewest segments whose error at noisy data is at most `within`.

    The error is what the objective takes: the maximum, or the root of the mean square. Details: `proven`, that a lower
    bound rules out one segment less.

    Parameters
    ----------
    problem : Problem
        Of noisy data; its segments play no part.
    method, config, seed
        As for `solve`.
    within : float
        Largest error, in the unit of y.
    max_segments : int
        Largest number of segments to try.

    Raises
    ------
    RunError
        If more are needed; the message says what as many reach.
    """
    square = bool(problem.objective.mse_weight)
    tried: dict[int, Result] = {}
    evaluator = make_data_evaluator(dataclasses.replace(problem, segments=1))

    def holds(count: int) -> bool:
        stated = dataclasses.replace(problem, segments=count)
        known = dataclasses.replace(evaluator, problem=stated)
        tried[count] = solve(stated, method, config, seed, evaluator=known)
        objective = tried[count].objective
        return (math.sqrt(objective) if square else objective) <= within

    count = _fewest(holds, max_segments)
    if count is None:
        best = min(found.objective for found in tried.values())
        raise RunError(
            f"an error of {within:g} needs more than {max(tried)} segments, which reach "
            f"{math.sqrt(best) if square else best:.6g}; allow a larger error or more segments"
        )
    below = tried.get(count - 1)
    bound = None if below is None else below.lower_bound
    proven = count == 1 or (bound is not None and (math.sqrt(bound) if square else bound) > within)
    found = tried[count]
    return dataclasses.replace(
        found,
        parameters={**found.parameters, "max_error": f"{within:g}"},
        details={**found.details, "proven": proven},
    )


def _fewest(holds: Callable[[int], bool], limit: int) -> int | None:
    """Return the smallest number up to a limit that holds, by doubling and halving; None where none is found to."""
    fails, count, top = 0, 1, None
    while top is None:
        held = _held(holds, count)
        if held:
            top = count
        elif held is None and count - fails > 1:  # beyond the data: between the last one and this
            limit, count = count - 1, (fails + count) // 2
        elif held is None or count >= limit:
            return None
        else:
            fails, count = count, min(2 * count, limit)
    while top - fails > 1:
        middle = (fails + top) // 2
        fails, top = (fails, middle) if holds(middle) else (middle, top)
    return top


def _held(holds: Callable[[int], bool], count: int) -> bool | None:
    """Return whether a number holds; None where the data are fewer than its parameters, unless it is 1."""
    try:
        return holds(count)
    except BreakpointError:
        if count == 1:
            raise
        return None
