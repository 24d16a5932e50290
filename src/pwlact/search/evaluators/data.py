"""The evaluator of PWL at noisy data."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit import sample
from pwlact.fit.points import (
    Conditions,
    Points,
    constrained_minimax_at,
    constrained_squares_at,
    errors_at,
    minimax_at,
    points_of,
    squares_at,
)
from pwlact.metrics import ErrorReport, Errors
from pwlact.pwl import PWL, SeparateLines, breakpoints_of, make_pwl
from pwlact.search.evaluators.base import Candidate, Evaluator
from pwlact.search.noisy.conditions import conditions_of
from pwlact.search.noisy.lines import lines_between
from pwlact.search.noisy.part import DataPart, data_in_range
from pwlact.search.noisy.rules import check_count
from pwlact.search.problem import Problem

DRAWN = 1001  # samples of the lines between the data, which are never fitted


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DataEvaluator(Evaluator):
    """Measures PWL, or lines that need not join, at noisy data.

    Parameters
    ----------
    data : DataPart
        The data within the range; `samples` are of the lines between them.
    points : Points
        The same as the kernels take them.
    """

    data: DataPart
    points: Points

    def at(self, data: DataPart) -> DataEvaluator:
        """Return the evaluator of the same problem at other data."""
        return dataclasses.replace(self, data=data, points=points_of(*data))

    @property
    def conditions(self) -> Conditions:
        """What the values keep."""
        return conditions_of(self.problem, self.data)

    @property
    def minimax(self) -> bool:
        """Whether values are to have the smallest maximum error; else the least squares."""
        fit = self.problem.fit
        return fit == "minimax" or (fit == "best" and bool(self.problem.objective.max_weight))

    def values_at(self, breakpoints: Array) -> Array:
        """Return the values (n, m) of rows of breakpoints (n, m), as the problem fits them.

        Raises
        ------
        ConfigError
            If no values keep the constraints.
        """
        if self.problem.constraints:
            fit = constrained_minimax_at if self.minimax else constrained_squares_at
            return np.asarray(fit(self.points, breakpoints, self.conditions)[0])
        return np.asarray((minimax_at if self.minimax else squares_at)(self.points, breakpoints)[0])

    def candidate(self, points: Array) -> Candidate:
        """Fit interior points (points,) as the problem asks, and measure the result at the data.

        Raises
        ------
        BreakpointError
            If the points are not strictly ascending inside the range, or are too many for the data.
        """
        breakpoints = breakpoints_of(points, self.problem.interval)
        check_count(self.problem, self.data.x, placed=False)
        values = self.values_at(breakpoints[None, :])[0]
        pwl = make_pwl(self.problem.activation, breakpoints, values)
        apart = self.problem.discontinuous
        lines = lines_between(self.data, breakpoints, minimax=self.minimax) if apart else None
        found = self.errors_of(lines or pwl)
        errors = ErrorReport(grid=found, exact=found, data=found)
        return Candidate(pwl=pwl, errors=errors, objective=self.problem.objective.of(errors), lines=lines)

    def errors_of(self, table: PWL | SeparateLines) -> Errors:
        """Return the errors of an approximation at the data; the means are weighted."""
        return Errors(**errors_at(self.points, table)._asdict())

    def _objectives(self, breakpoints: Array) -> Array:
        return np.array([self.candidate(row[1:-1]).objective for row in breakpoints])

    def _size(self) -> str:
        return f"points: {self.data.x.size}"


def make_data_evaluator(problem: Problem) -> DataEvaluator:
    """Take the noisy data of a problem that lie within its range.

    Raises
    ------
    BreakpointError
        If they are too few for the values of its segments.
    """
    part = data_in_range(problem)
    check_count(problem, part.x, placed=False)
    return DataEvaluator(
        problem=problem,
        samples=sample(problem.activation, problem.interval, DRAWN),
        data=part,
        points=points_of(*part),
    )
