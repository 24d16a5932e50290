"""A result in real numbers in a number format: the unit that begins its pieces at the same points."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact._types import Array
from pwlact.datapath import UnitSpec
from pwlact.formats import Format
from pwlact.functions import Interval
from pwlact.search.codes.constrained import problem_grid
from pwlact.search.codes.fit import starts_at
from pwlact.search.constraints import NONE
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result import Result
from pwlact.search.solve import solve_given


def coded(result: Result, spec: UnitSpec) -> Result:
    """Return the unit that begins its pieces at the codes next to a result's points.

    Its coefficients are the codes of least squares over the input codes in the range, each with its share of the
    problem's density if there is one. The range is cut to what the format holds. Points that leave it, or fall on one
    code with another, are left out, so that there may be fewer segments. Pins and constraints are not kept. To choose
    the points for the format too, search with the format instead.

    Parameters
    ----------
    result : Result
        A result in real numbers, of any method.
    spec : UnitSpec
        The kind of unit, without a mirror.

    Returns
    -------
    Result
        With the method and seed of the first, measured by the mean square error over the input codes.

    Raises
    ------
    FormatError
        If the formats cannot hold the function on the range, or the table is mirrored.
    """
    problem = dataclasses.replace(
        result.problem,
        interval=held(result.problem.interval, spec.input),
        segments=1,
        fit="lstsq",
        objective=objective_named("mse", spec),
        pins=(None, None),
        constraints=NONE,
        spec=spec,
    )
    points = _kept(problem, spec, result.pwl.points)
    found = solve_given(dataclasses.replace(problem, segments=points.size + 1), points)
    seconds = result.seconds + found.seconds
    return dataclasses.replace(
        found, method=result.method, parameters=result.parameters, seed=result.seed, seconds=seconds
    )


def _kept(problem: Problem, spec: UnitSpec, points: Array) -> Array:
    """Return the points inside the range that fall on codes of their own."""
    low, high = problem.interval
    inside = points[(points > low) & (points < high)]
    starts = starts_at(problem_grid(problem, spec), inside[None, :])[0]
    return np.asarray(inside[np.diff(starts[:-1]) > 0])


def held(interval: Interval, format_: Format) -> Interval:
    """Return the part of an interval that a format's numbers span, the top with one last place more.

    A range that misses them altogether stays as it is: it is refused where a unit is made.
    """
    bottom, top = format_.limits
    last = float(format_.ulp(np.array([top]))[0])
    low, high = max(interval[0], bottom), min(interval[1], top + last)
    return (low, high) if low < high else interval
