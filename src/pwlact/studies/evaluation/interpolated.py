"""Tables as most papers draw them: segments of equal width, with the function's own values at their ends."""

from __future__ import annotations

import numpy as np

from pwlact import functions
from pwlact.formats import parse_format
from pwlact.functions import Interval
from pwlact.search.coded import held
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.methods.method import Method
from pwlact.search.methods.uniform import UniformConfig
from pwlact.search.placement import Placement
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result import Result
from pwlact.search.solve import solve
from pwlact.settings.evaluation import FLOAT

RANGES: dict[str, Interval] = {"tanh": (-4.0, 4.0)}
"""Where another range than the function's own is taken: 2 sigmoid(2x) - 1 of sigmoid's table on [-8, 8] is tanh."""


def interpolated(function: str, segments: int, format_: str) -> Result:
    """Return the table in real numbers, on the part of the range that a format holds.

    Parameters
    ----------
    function : str
        A name of the catalogue.
    segments : int
        Their number.
    format_ : str
        A format's name, or "float".
    """
    activation = functions.get(function)
    interval = RANGES.get(function, activation.interval)
    if format_ != FLOAT:
        interval = held(interval, parse_format(format_))
    problem = Problem(activation=activation, interval=interval, segments=segments, objective=objective_named("mse"))
    return solve(problem, INTERPOLATED, INTERPOLATED.config(), 0)


def _at_equal_distances(evaluator: RealEvaluator, _config: UniformConfig, _seed: int) -> Placement:
    problem = evaluator.problem
    breakpoints = np.linspace(*problem.interval, problem.segments + 1)
    return Placement(points=breakpoints[1:-1], values=problem.activation(breakpoints), evaluations=0)


INTERPOLATED = Method(
    name="interpolated",
    title="segments of equal width through the function",
    search_reals=_at_equal_distances,
    search_codes=None,
    config=UniformConfig,
)
