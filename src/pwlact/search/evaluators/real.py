"""The evaluator of PWL in real numbers."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit import Curve, Fits, best_batch, curve_of, lstsq_batch, minimax_batch, weighted_batch
from pwlact.fit.lstsq import FREE
from pwlact.metrics import Errors, ErrorWeight, error_report, grid_errors_batch
from pwlact.metrics.dense import Dense, dense_samples
from pwlact.metrics.weighted import weighted_exact_errors, weighted_grid_errors
from pwlact.pwl import PWL, breakpoints_of, make_pwl
from pwlact.search.crossing import Crossing, smallest_crossing
from pwlact.search.discontinuous import Discontinuous, discontinuous_bound
from pwlact.search.evaluators.base import Candidate, Evaluator, problem_samples
from pwlact.search.limited import Limited
from pwlact.search.mean_bound import equal_points, mean_bound
from pwlact.search.problem import Problem
from pwlact.search.weighed import Weighed


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RealEvaluator(Evaluator):
    """Measures continuous PWL in double precision."""

    @property
    def limited(self) -> Limited | None:
        """The problem's walls where it has a weight of errors or constraints; else None."""
        return None if self.problem.objective.weight is None and not self.problem.constraints else self.walled

    @cached_property
    def walled(self) -> Limited:
        """The problem's walls, made when first asked for."""
        return Limited(
            problem=self.problem,
            samples=self.samples,
            dense=self._dense,
            least_squares=lambda rows: self.least_squares(rows).values,
        )

    @cached_property
    def weighing(self) -> Weighed | None:
        """The best fit under weights, constraints or with a mean square error beside others, else None."""
        asked, problem = self.problem.objective, self.problem
        mixed = asked.mse_weight and (asked.mean_weight or asked.max_weight)
        if problem.fit != "best" or not (mixed or self.weights is not None or self.limited is not None):
            return None
        squares = self.least_squares
        return Weighed(problem=problem, samples=self.samples, shares=self.weights, limited=self.limited, start=squares)

    @cached_property
    def error_weights(self) -> Array | None:
        """Weights w of errors on the sampling grid, shape (samples,); None is 1."""
        weight = self.problem.objective.weight
        return None if weight is None else weight.on(self.samples.x, self.samples.y)

    @cached_property
    def square_weights(self) -> Array | None:
        """Weight of each squared error, 1 in all, shape (samples,): its share in the mean times w^2; None is uniform.

        Times `square_scale` it is a weighted mean square error.
        """
        if self.error_weights is None:
            return self.weights
        shares = self._squares
        return np.asarray(shares / shares.sum())

    @property
    def square_scale(self) -> float:
        """What the weighted mean of squared errors with `square_weights` is multiplied by."""
        return 1.0 if self.error_weights is None else float(self._squares.sum())

    @property
    def _squares(self) -> Array:
        even = np.full(self.samples.x.size, 1.0 / self.samples.x.size)
        shares = even if self.weights is None else self.weights
        return shares if self.error_weights is None else np.asarray(shares * self.error_weights**2)

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
        return discontinuous_bound(self.samples.y, self.square_weights, self.problem.segments, self.problem.pins)

    @cached_property
    def mean_bound(self) -> float:
        """A lower bound of the mean error on the grid, weighted if it is, found when first asked for."""
        reached = self.measured(*self._equal_pieces).mean
        return mean_bound(self.samples, self.mean_weights, self.problem.segments, reached)

    @cached_property
    def mean_weights(self) -> Array:
        """Weight of each absolute error in the mean error on the grid, shape (samples,)."""
        n = self.samples.x.size
        shares = np.full(n, 1.0 / n) if self.weights is None else self.weights
        return shares if self.error_weights is None else np.asarray(shares * self.error_weights)

    @cached_property
    def known_pwls(self) -> tuple[tuple[Array, Array], ...]:
        """Breakpoints and values (m,) of the smallest maximum error on the grid, and of `_equal_pieces`."""
        found = self.walled.on_grid
        return (found.breakpoints, found.values), self._equal_pieces

    @cached_property
    def known_objective(self) -> float:
        """The least objective on the grid of `known_pwls`."""
        asked, tried = self.problem.objective, [self.measured(*pwl) for pwl in self.known_pwls]
        return min(asked.mean_weight * e.mean + asked.max_weight * e.max + asked.mse_weight * e.mse for e in tried)

    def measured(self, breakpoints: Array, values: Array) -> Errors:
        """Return the errors on the grid, weighted if they are, of breakpoints and values (m,)."""
        rows = breakpoints[None, :], values[None, :]
        worst, mean, mse = grid_errors_batch(self.samples, *rows, self.weights, self.error_weights)
        return Errors(max=float(worst[0]), mean=float(mean[0]), mse=float(mse[0]))

    @cached_property
    def _equal_pieces(self) -> tuple[Array, Array]:
        """Breakpoints and values (m,) of pieces with about equal sums of errors."""
        points = equal_points(self.samples, self.mean_weights, self.problem.segments)
        return points, self.least_squares(points[None, :]).values[0]

    def linked_lines(self, least: float) -> Crossing:
        """Return the smallest tube that as many linked lines cross, pins kept; `least` is a known bound of it, or 0."""
        if least not in self._linked_lines:
            crossing = smallest_crossing(self.curve, self.problem.segments, True, self.problem.pins, least)
            self._linked_lines[least] = crossing
        return self._linked_lines[least]

    @cached_property
    def _linked_lines(self) -> dict[float, Crossing]:
        return {}

    @property
    def _minimax(self) -> bool:
        """Whether values are to have the smallest maximum error: so they serve an objective of that alone best."""
        asked, fit = self.problem.objective, self.problem.fit
        return fit == "minimax" or (fit == "best" and not asked.mean_weight and not asked.mse_weight)

    def fits(self, breakpoints: Array) -> Fits:
        """Fit each row of breakpoints (n, m) as the problem asks."""
        if self._minimax and self.limited is not None:
            values, worst = self.limited.fits(breakpoints)
            return Fits(values, np.full(worst.size, breakpoints.shape[1]), worst, np.full(worst.size, np.nan))
        if self._minimax:
            return minimax_batch(self.curve, self.samples, breakpoints, self.problem.pins)
        return self._best(breakpoints) if self.problem.fit == "best" else self.least_squares(breakpoints)

    def _best(self, breakpoints: Array, exact: bool = False) -> Fits:
        """Fit each row of breakpoints (n, m) by the values of smallest J, which are least squares for MSE alone."""
        asked = self.problem.objective
        if self.weighing is not None:
            return self.weighing.fits(breakpoints)
        if not asked.mean_weight:
            return self.least_squares(breakpoints)
        weights = asked.mean_weight, asked.max_weight
        return Fits(*best_batch(self.samples, breakpoints, *weights, self.problem.pins, exact=exact)[:4])

    def least_squares(self, breakpoints: Array) -> Fits:
        """Fit each row of breakpoints (n, m) by least squares, with the weights of inputs and of errors."""
        if self.square_weights is not None:
            return weighted_batch(self.samples, self.square_weights, breakpoints, self.problem.pins)
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
        pwl = make_pwl(problem.activation, breakpoints, self._fitted(breakpoints) if values is None else values)
        errors = error_report(problem.activation, self.samples, pwl, self.weights)
        if problem.objective.weight is not None:
            errors = dataclasses.replace(errors, weighted=self._weighted(pwl, problem.objective.weight))
        return Candidate(pwl=pwl, errors=errors, objective=problem.objective.of(errors))

    def _fitted(self, breakpoints: Array) -> Array:
        if self._minimax and self.limited is not None:
            return self.limited.values(breakpoints)
        rows = breakpoints[None, :]
        fits = self._best(rows, exact=True) if self.problem.fit == "best" and not self._minimax else self.fits(rows)
        if not np.isfinite(fits.max_error[0]):
            raise ConfigError(
                f"values at given points must keep the constraints, got none that do with {breakpoints.size - 2} "
                "points; move them, or search with --method minimax"
            )
        return np.asarray(fits.values[0])

    def _weighted(self, pwl: PWL, weight: ErrorWeight) -> Errors:
        """Measure errors times their weight, on the grid or on the whole range, as the objective does."""
        if self.problem.objective.measure == "grid":
            return weighted_grid_errors(pwl, self.samples, weight.on(self.samples.x, self.samples.y), self.weights)
        return weighted_exact_errors(self.problem.activation, weight, pwl, self._dense)

    @cached_property
    def _dense(self) -> Dense:
        problem = self.problem
        return dense_samples(
            problem.activation, problem.objective.weight, problem.interval, self.samples.x, problem.segments
        )

    def _objectives(self, breakpoints: Array) -> Array:
        fits = self.fits(breakpoints)
        asked = self.problem.objective
        if not asked.mse_weight and self.weights is None and self.limited is None:
            return asked.mean_weight * fits.mean_error + asked.max_weight * fits.max_error
        errors = grid_errors_batch(self.samples, breakpoints, fits.values, self.weights, self.error_weights)
        worst = fits.max_error if self.error_weights is None else errors.max
        found = asked.mean_weight * errors.mean + asked.max_weight * worst + asked.mse_weight * errors.mse
        return np.where(np.isfinite(fits.max_error), found, np.inf)  # where the constraints cannot be kept

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
    ConfigError
        If constraints are to be kept by least squares.
    """
    if problem.constraints and problem.fit == "lstsq":
        raise ConfigError("constraints are kept by minimax and best values, got fit lstsq; give --fit minimax")
    samples = problem_samples(problem)
    weights = None if problem.density is None else problem.density.on(samples.x)
    return RealEvaluator(problem=problem, samples=samples, weights=weights)
