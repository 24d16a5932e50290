"""The evaluator of PWL in real numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pwlact._types import Array
from pwlact.fit import Curve, Fits, curve_of, lstsq_batch, minimax_batch, weighted_batch
from pwlact.fit.lstsq import FREE
from pwlact.metrics import error_report, grid_errors_batch
from pwlact.pwl import breakpoints_of, make_pwl
from pwlact.search.crossing import Crossing, smallest_crossing
from pwlact.search.discontinuous import Discontinuous, discontinuous_bound
from pwlact.search.evaluators.base import Candidate, Evaluator, problem_samples
from pwlact.search.problem import Problem


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RealEvaluator(Evaluator):
    """Measures continuous PWL in double precision."""

    @cached_property
    def curve(self) -> Curve:
        """The function as tables for the minimax kernels, made when first asked for."""
        return curve_of(self.problem.activation, self.problem.interval)

    @cached_property
    def separate_lines(self) -> Crossing:
        """The smallest tube about the function that as many separate lines cross, found when first asked for."""
        return smallest_crossing(self.curve, self.problem.segments, False, FREE, 0.0)

    @cached_property
    def separate_fits(self) -> Discontinuous:
        """The least squares by as many separate lines, found when first asked for."""
        return discontinuous_bound(self.samples.y, self.weights, self.problem.segments, self.problem.pins)

    def linked_lines(self, least: float) -> Crossing:
        """Return the smallest tube that as many linked lines cross, pins kept; `least` is a known bound of it, or 0."""
        if least not in self._linked_lines:
            crossing = smallest_crossing(self.curve, self.problem.segments, True, self.problem.pins, least)
            self._linked_lines[least] = crossing
        return self._linked_lines[least]

    @cached_property
    def _linked_lines(self) -> dict[float, Crossing]:
        return {}

    def fits(self, breakpoints: Array) -> Fits:
        """Fit each row of breakpoints (n, m) as the problem asks."""
        if self.problem.fit == "minimax":
            return minimax_batch(self.curve, self.samples, breakpoints, self.problem.pins)
        return self.least_squares(breakpoints)

    def least_squares(self, breakpoints: Array) -> Fits:
        """Fit each row of breakpoints (n, m) by least squares, weighted where the inputs have a density."""
        if self.weights is not None:
            return weighted_batch(self.samples, self.weights, breakpoints, self.problem.pins)
        return lstsq_batch(self.samples, breakpoints, self.problem.pins)

    def candidate(self, points: Array, values: Array | None = None) -> Candidate:
        """Fit interior points (points,), unless values (points + 2,) are given, and measure the result in full.

        Raises
        ------
        BreakpointError
            If the points are not strictly ascending inside the range.
        """
        problem = self.problem
        breakpoints = breakpoints_of(points, problem.interval)
        fitted = self.fits(breakpoints[None, :]).values[0] if values is None else values
        pwl = make_pwl(problem.activation, breakpoints, fitted)
        errors = error_report(problem.activation, self.samples, pwl, self.weights)
        return Candidate(pwl=pwl, errors=errors, objective=problem.objective.of(errors))

    def _objectives(self, breakpoints: Array) -> Array:
        fits = self.fits(breakpoints)
        asked = self.problem.objective
        if not asked.mse_weight and self.weights is None:
            return asked.mean_weight * fits.mean_error + asked.max_weight * fits.max_error
        errors = grid_errors_batch(self.samples, breakpoints, fits.values, self.weights)
        return asked.mean_weight * errors.mean + asked.max_weight * fits.max_error + asked.mse_weight * errors.mse

    def _size(self) -> str:
        return f"samples: {self.samples.x.size}, {self.samples.step:g} apart"


def make_real_evaluator(problem: Problem) -> RealEvaluator:
    """Sample the function of a problem in real numbers.

    Raises
    ------
    BreakpointError
        If the range cannot hold the problem's segments.
    FunctionError
        If the function is not finite on the range.
    """
    samples = problem_samples(problem)
    weights = None if problem.density is None else problem.density.on(samples.x)
    return RealEvaluator(problem=problem, samples=samples, weights=weights)
