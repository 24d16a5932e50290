"""From breakpoints to what they are worth: every method's one judge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact.fit import Samples, lstsq, lstsq_batch, sample
from pwlact.metrics import ErrorReport, error_report
from pwlact.pwl import PWL, breakpoints_of, make_pwl
from pwlact.search.problem import MIN_WIDTH_STEPS, Problem, check_room

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A judged set of points: the approximation, its errors and its objective J."""

    pwl: PWL
    errors: ErrorReport
    objective: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evaluator:
    """A problem with its samples. Make it with `evaluator`."""

    problem: Problem
    samples: Samples

    def objectives(self, points: Array) -> Array:
        """Return J of each row of interior points, (n, points) to (n,); inf where a segment is too narrow."""
        low, high = self.problem.interval
        n = points.shape[0]
        breakpoints = np.concatenate((np.full((n, 1), low), points, np.full((n, 1), high)), axis=1)
        wide = np.all(np.diff(breakpoints, axis=1) >= MIN_WIDTH_STEPS * self.samples.step, axis=1)
        if not wide.all():
            objectives = np.full(n, np.inf)
            if wide.any():
                objectives[wide] = self._fitted(breakpoints[wide])
            return objectives
        return self._fitted(breakpoints)

    def _fitted(self, breakpoints: Array) -> Array:
        fits = lstsq_batch(self.samples, breakpoints)
        weights = self.problem.objective
        return weights.mean_weight * fits.mean_error + weights.max_weight * fits.max_error

    def candidate(self, points: Array) -> Candidate:
        """Fit interior points (points,) and measure the result in full.

        Raises
        ------
        BreakpointError
            If the points are not strictly ascending inside the range.
        """
        breakpoints = breakpoints_of(points, self.problem.interval)
        fit = lstsq(self.samples, breakpoints)
        pwl = make_pwl(self.problem.activation, breakpoints, fit.values)
        errors = error_report(self.problem.activation, self.samples, pwl)
        weights = self.problem.objective
        objective = weights.mean_weight * errors.grid.mean + weights.max_weight * errors.grid.max
        return Candidate(pwl=pwl, errors=errors, objective=objective)


def evaluator(problem: Problem) -> Evaluator:
    """Sample the problem's function and check that its segments fit the range."""
    samples = sample(problem.activation, problem.interval)
    check_room(problem, samples)
    return Evaluator(problem=problem, samples=samples)
