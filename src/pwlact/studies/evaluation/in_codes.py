"""Tables found in real numbers, as units of a number format."""

from __future__ import annotations

import dataclasses

from pwlact import functions
from pwlact.formats import parse_format
from pwlact.functions import Interval
from pwlact.search.coded import held
from pwlact.search.codes.rounded import rounded_after
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result import Result
from pwlact.search.solve import solve_given
from pwlact.settings.evaluation import FLOAT
from pwlact.settings.unit import UnitChoice, unit_spec


def range_of(function: str, format_: str) -> Interval:
    """Return a function's default range, or the part of it that a format holds."""
    interval = functions.get(function).interval
    return interval if format_ == FLOAT else held(interval, parse_format(format_))


def rounded(result: Result, format_: str) -> Result:
    """Return a result in real numbers with breakpoints, slopes and intercepts rounded to a format.

    Parameters
    ----------
    result : Result
        In real numbers, on a range that the format holds.
    format_ : str
        The format's name.

    Raises
    ------
    FormatError
        If the format cannot hold it.
    """
    evaluator = make_unit_evaluator(_coded(result.problem, format_))
    candidate = evaluator.measure(rounded_after(evaluator.grid, result.candidate.pwl))
    return dataclasses.replace(result, problem=evaluator.problem, candidate=candidate, lower_bound=None)


def at_points(result: Result, format_: str) -> Result:
    """Return the unit that begins its pieces at the codes next to a result's points, fitted by least squares.

    Points outside what the format holds are left out.

    Raises
    ------
    FormatError, BreakpointError
        If the format cannot hold it, or two points fall on one code.
    """
    problem = _coded(result.problem, format_)
    low, high = problem.interval
    points = result.candidate.pwl.points
    inside = points[(points > low) & (points < high)]
    found = solve_given(dataclasses.replace(problem, segments=inside.size + 1), inside)
    return dataclasses.replace(found, method=result.method, seconds=result.seconds + found.seconds)


def _coded(problem: Problem, format_: str) -> Problem:
    """Return a problem for a unit of a format, on the part of the range that it holds, with least squares."""
    spec = unit_spec(format_, UnitChoice())
    interval, objective = held(problem.interval, spec.input), objective_named("mse", spec)
    return dataclasses.replace(
        problem, interval=interval, spec=spec, density=None, fit="lstsq", objective=objective, chosen=None
    )
