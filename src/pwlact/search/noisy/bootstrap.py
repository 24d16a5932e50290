"""The bootstrap of a search at noisy data: how far its breakpoints and values vary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from pwlact.errors import BreakpointError, ConfigError, require
from pwlact.search.evaluators import Candidate, DataEvaluator, make_data_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.noisy.part import DataPart
from pwlact.search.noisy.rules import parameters
from pwlact.search.result import Result

BootstrapName = Literal["residuals", "pairs"]
LEVEL = 0.95
MIN_DRAWS = 2  # of which quantiles are taken
TRIES = 20  # draws of pairs, until one has as many different x as needed


def bootstrap(
    result: Result,
    *,
    count: int = 200,
    kind: BootstrapName = "residuals",
    level: float = LEVEL,
    seed: int = 0,
    watch: Callable[[int], None] = lambda _done: None,
    stop: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Return percentile intervals of the breakpoints and values: the search is run again on data drawn anew.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 9 and 13.

    Parameters
    ----------
    result : Result
        Of noisy data, by a method that places the points.
    count : int
        How often.
    kind : {"residuals", "pairs"}
        Draw residuals, scaled by the root of their degrees of freedom and their weights, and add them to the
        approximation; or draw points, whose x vary too.
    level : float
        What share of the draws an interval holds.
    seed : int
        Same seed, same draws.
    watch : callable
        Told how many are done.
    stop : callable
        Asked before each draw from the third on; True ends the draws early.

    Returns
    -------
    dict
        `points`, an interval for each interior breakpoint, and `values`, for the value at each breakpoint, or `ends`,
        for those of lines that need not join; `count` of the draws that were done, `kind`, `level`, `seed`.

    Raises
    ------
    ConfigError
        If the result is of a function, its points were given, or a setting is bad.
    """
    problem = result.problem
    require(problem.activation.noisy, "a bootstrap is of noisy data", "a function", "leave it out")
    placed = result.method in METHODS
    require(placed, "a bootstrap is of points that a search placed", result.method, "use a search's result")
    require(count >= MIN_DRAWS, "a bootstrap draws twice or more", count, "try 200")
    require(0.0 < level < 1.0, "a level is between 0 and 1", level, "try 0.95")
    draw = _DRAWS.get(kind)
    if draw is None:
        raise ConfigError(f"a bootstrap draws {' or '.join(_DRAWS)}, got {kind!r}; choose one")
    evaluator, generator = make_data_evaluator(problem), np.random.default_rng(seed)
    points, values = [], []
    for done in range(count):
        if done >= MIN_DRAWS and stop():
            break
        one = _searched(result, evaluator, lambda: draw(result, evaluator, generator))
        points.append(one.pwl.points)
        values.append(one.pwl.values if one.lines is None else one.lines.ends)
        watch(done + 1)
    names = ("points", "values" if result.candidate.lines is None else "ends")
    shares = [0.5 * (1.0 - level), 0.5 * (1.0 + level)]
    found = {
        name: np.moveaxis(np.quantile(np.array(rows), shares, axis=0), 0, -1).tolist()
        for name, rows in zip(names, (points, values), strict=True)
    }
    return {**found, "count": len(points), "kind": kind, "level": level, "seed": seed}


def _searched(result: Result, evaluator: DataEvaluator, draw: Callable[[], DataPart]) -> Candidate:
    """Return what the result's method finds for drawn data; data with too few different x are drawn again."""
    method = METHODS[result.method]
    for _ in range(TRIES):
        drawn = evaluator.at(draw())
        try:
            return drawn.candidate(method.search(drawn, method.config(), result.seed or 0).points)
        except BreakpointError as fault:
            last = fault
    raise last


def _residuals(result: Result, evaluator: DataEvaluator, generator: np.random.Generator) -> DataPart:
    data = evaluator.data
    fitted = result.approximation(data.x)
    root = np.ones(data.x.size) if data.weight is None else np.sqrt(data.weight)
    scaled = root * (data.y - fitted)
    scaled = (scaled - scaled.mean()) * np.sqrt(data.x.size / max(data.x.size - parameters(result.problem), 1))
    return data._replace(y=fitted + generator.choice(scaled, data.x.size) / root)


def _pairs(_result: Result, evaluator: DataEvaluator, generator: np.random.Generator) -> DataPart:
    data = evaluator.data
    drawn = np.sort(generator.integers(0, data.x.size, data.x.size))
    return DataPart(*(None if part is None else part[drawn] for part in data))  # type: ignore[arg-type]


_DRAWS: dict[str, Callable[[Result, DataEvaluator, np.random.Generator], DataPart]] = {
    "residuals": _residuals,
    "pairs": _pairs,
}
