"""The evaluator of PWL at noisy data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pwlact._types import Array
from pwlact.fit import sample
from pwlact.fit.points import Points, errors_at, minimax_at, points_of, squares_at
from pwlact.metrics import ErrorReport, Errors
from pwlact.pwl import PWL, SeparateLines, breakpoints_of, make_pwl
from pwlact.search.evaluators.base import Candidate, Evaluator
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
    """

    data: DataPart

    @cached_property
    def points(self) -> Points:
        """The data as the kernels take them."""
        return points_of(*self.data)

    @property
    def minimax(self) -> bool:
        """Whether values are to have the smallest maximum error; else the least squares."""
        fit = self.problem.fit
        return fit == "minimax" or (fit == "best" and bool(self.problem.objective.max_weight))

    def values_at(self, breakpoints: Array) -> Array:
        """Return the values (n, m) of rows of breakpoints (n, m), as the problem fits them."""
        return np.asarray((minimax_at if self.minimax else squares_at)(self.points, breakpoints)[0])

    def candidate(self, points: Array, values: Array | None = None, lines: SeparateLines | None = None) -> Candidate:
        """Fit interior points (points,), unless values (points + 2,) or lines are given, and measure the result.

        Raises
        ------
        BreakpointError
            If the points are not strictly ascending inside the range, or are too many for the data.
        """
        breakpoints = breakpoints_of(points, self.problem.interval)
        check_count(self.problem, self.data.x, placed=False)
        if values is None:
            values = self.values_at(breakpoints[None, :])[0]
        pwl = make_pwl(self.problem.activation, breakpoints, values)
        if lines is None and self.problem.discontinuous:
            lines = lines_between(self.data, breakpoints, minimax=self.minimax)
        found = self.errors_of(lines or pwl)
        errors = ErrorReport(grid=found, exact=found, data=found)
        return Candidate(pwl=pwl, errors=errors, objective=self.problem.objective.of(errors), lines=lines)

    def errors_of(self, table: PWL | SeparateLines) -> Errors:
        """Return the errors of an approximation at the data; the means are weighted."""
        worst, mean, mse = errors_at(self.points, table)
        return Errors(max=worst, mean=mean, mse=mse)

    def _objectives(self, breakpoints: Array) -> Array:
        asked, found = self.problem.objective, np.empty(breakpoints.shape[0])
        for i, row in enumerate(breakpoints):
            errors = self.candidate(row[1:-1]).errors
            found[i] = asked.of(errors)
        return found

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
    )
