"""What every evaluator does: it measures sets of breakpoints, many quickly or one in full."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.datapath import Unit, UnitReport
from pwlact.errors import ConfigError
from pwlact.fit import Samples, sample
from pwlact.metrics import ErrorReport
from pwlact.pwl import PWL, SeparateLines
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.describe import problem_lines
from pwlact.search.problem import MIN_WIDTH_STEPS, Problem, check_room


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An evaluated set of points: the approximation, its errors and its objective J; of a unit also its own errors.

    Where pieces need not join, `lines` are the approximation, and `pwl` the best continuous one at the same points.
    """

    pwl: PWL
    errors: ErrorReport
    objective: float
    unit: Unit | None = None
    unit_report: UnitReport | None = None
    lines: SeparateLines | None = None

    @property
    def table(self) -> PWL | Unit:
        """What stands in for the function in a network: the unit, or in real numbers the PWL.

        Raises
        ------
        ConfigError
            If it is lines that need not join.
        """
        if self.lines is not None:
            raise ConfigError("a table has pieces that join, got separate lines; search without --discontinuous")
        return self.pwl if self.unit is None else self.unit

    @property
    def approximation(self) -> PWL | Unit | SeparateLines:
        """The approximation that is measured: `lines` where there are, else the table."""
        return self.table if self.lines is None else self.lines


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Evaluator(ABC):
    """A problem with the samples of its function. Make one with `make_evaluator`.

    Parameters
    ----------
    problem : Problem
        What is asked.
    samples : Samples
        The function on the sampling grid of the range.
    weights : ndarray, shape (n,), or None
        Weight of each sample by the density of the inputs, 1 in all; None is uniform.
    """

    problem: Problem
    samples: Samples
    weights: Array | None = None

    def __repr__(self) -> str:
        lines = problem_lines(self.problem)
        lines[0] = f"{type(self).__name__}: {lines[0]}"
        return "\n  ".join([*lines, self._size()])

    @property
    def screen(self) -> Evaluator:
        """The evaluator that screens thousands of sets of points: itself, or a quicker one where measuring is slow."""
        return self

    def coordinate(self, floor: float) -> Coordinate:
        """Return the coordinate in which an agent or a local search moves points; `floor` as `curvature_coordinate`."""
        return curvature_coordinate(self.samples, floor)

    def details(self, candidate: Candidate) -> dict[str, Any]:
        """Return what a result says of a candidate beside its errors, as JSON values."""
        return {}

    @cached_property
    def square_weights(self) -> Array | None:
        """Weight of each squared error on the sampling grid, 1 in all, shape (samples,); None is uniform."""
        return self.weights

    def objectives(self, points: Array) -> Array:
        """Return J of each row of interior points, (n, points) to (n,); inf where a segment is too narrow.

        Errors of least-squares fits are taken on the grid, also where the objective measures them exactly.
        """
        (low, high), n = self.problem.interval, points.shape[0]
        breakpoints = np.concatenate((np.full((n, 1), low), points, np.full((n, 1), high)), axis=1)
        wide = np.all(np.diff(breakpoints, axis=1) >= MIN_WIDTH_STEPS * self.samples.step, axis=1)
        if wide.all():  # as is usual: nothing to pick apart
            return self._objectives(breakpoints)
        objectives = np.full(n, np.inf)
        if wide.any():
            objectives[wide] = self._objectives(breakpoints[wide])
        return objectives

    @abstractmethod
    def candidate(self, points: Array) -> Candidate:
        """Fit interior points (points,) as the problem asks, and measure the result in full.

        Raises
        ------
        BreakpointError
            If the points are not strictly ascending inside the range.
        """

    @abstractmethod
    def _objectives(self, breakpoints: Array) -> Array:
        """Return J (n,) of rows of breakpoints (n, m) whose segments are wide enough."""

    @abstractmethod
    def _size(self) -> str:
        """Say over how many inputs errors are taken."""


def problem_samples(problem: Problem) -> Samples:
    """Sample a problem's function on the grid of its range.

    Raises
    ------
    BreakpointError
        If the range cannot hold the problem's segments.
    FunctionError
        If the function is not finite on the range.
    """
    samples = sample(problem.activation, problem.interval)
    check_room(problem, samples)
    return samples
