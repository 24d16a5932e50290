"""From breakpoints to what they are worth: every method's one evaluator."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.datapath import Unit, UnitReport, unit_report
from pwlact.errors import FormatError
from pwlact.fit import Curve, Fits, Samples, curve_of, lstsq_batch, minimax_batch, sample, weighted_batch
from pwlact.metrics import ErrorReport, error_report, grid_errors_batch
from pwlact.pwl import PWL, breakpoints_of, make_pwl
from pwlact.search.codes.fit import fit_points, fitted_errors, pwl_of, unit_of
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.pieces import Pieces
from pwlact.search.codes.priced import AreaPenalty, priced
from pwlact.search.codes.tabulate import code_grid
from pwlact.search.problem import MIN_WIDTH_STEPS, Problem, check_room


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An evaluated set of points: the approximation, its errors and its objective J; of a unit also its own errors."""

    pwl: PWL
    errors: ErrorReport
    objective: float
    unit: Unit | None = None
    unit_report: UnitReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evaluator:
    """A problem with its samples, the function as a curve and the samples' weights; for a unit, on its input codes.

    Make it with `make_evaluator`.
    """

    problem: Problem
    samples: Samples
    curve: Curve
    weights: Array | None
    codes: CodeGrid | None

    def objectives(self, points: Array) -> Array:
        """Return J of each row of interior points, (n, points) to (n,); inf where a segment is too narrow.

        Errors of least-squares fits are taken on the grid, also where the objective measures them exactly.
        """
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

    def _fitted(self, breakpoints: Array) -> Array:
        if self.codes is not None:
            return self._coded(self.codes, breakpoints[:, 1:-1])
        fits = self.fits(breakpoints)
        asked = self.problem.objective
        if not asked.mse_weight and self.weights is None:
            return asked.mean_weight * fits.mean_error + asked.max_weight * fits.max_error
        errors = grid_errors_batch(self.samples, breakpoints, fits.values, self.weights)
        return asked.mean_weight * errors.mean + asked.max_weight * fits.max_error + asked.mse_weight * errors.mse

    def _coded(self, grid: CodeGrid, points: Array) -> Array:
        """Return J of the units whose pieces begin next to points (n, points)."""
        errors, weights = fitted_errors(grid, points, self.problem.fit), self._weights
        used = weights > 0.0  # errors may be infinite
        return np.asarray(errors[:, used] @ weights[used])

    @property
    def _weights(self) -> Array:
        asked = self.problem.objective
        return np.array([asked.max_weight, asked.mean_weight, asked.mse_weight])

    def priced(self, points: Array, area_penalty: AreaPenalty) -> tuple[Array, Array]:
        """Return J with area counted in (n,), inf where a segment is too narrow, and the points as they were rounded.

        Raises
        ------
        FormatError
            If the problem is in real numbers, which take no area.
        """
        return priced(self._grid(), points, self.problem.fit, self._weights, area_penalty)

    def _grid(self) -> CodeGrid:
        if self.codes is None:
            raise FormatError("coded pieces are of a number format, got a problem in real numbers; add --format q4.12")
        return self.codes

    def coded(self, pieces: Pieces) -> Candidate:
        """Measure a unit by its coded pieces; its PWL is the continuous one that it stands for.

        Raises
        ------
        FormatError
            If a coefficient does not fit its format.
        """
        problem, grid = self.problem, self._grid()
        unit, pwl = unit_of(grid, pieces), pwl_of(grid, pieces, problem.segments)
        report = unit_report(unit, problem.activation, problem.interval)
        errors = dataclasses.replace(error_report(problem.activation, self.samples, pwl), codes=report.errors)
        return Candidate(pwl=pwl, errors=errors, objective=problem.objective.of(errors), unit=unit, unit_report=report)

    def candidate(self, points: Array, values: Array | None = None) -> Candidate:
        """Fit interior points (points,), unless values (points + 2,) are given, and measure the result in full.

        For a unit, pieces begin at the codes next to the points, and their coefficients are fitted as codes.

        Raises
        ------
        BreakpointError
            If the points are not strictly ascending inside the range.
        """
        breakpoints = breakpoints_of(points, self.problem.interval)
        if self.codes is not None:
            return self.coded(fit_points(self.codes, points, self.problem.fit))
        fitted = self.fits(breakpoints[None, :]).values[0] if values is None else values
        pwl = make_pwl(self.problem.activation, breakpoints, fitted)
        errors = error_report(self.problem.activation, self.samples, pwl, self.weights)
        return Candidate(pwl=pwl, errors=errors, objective=self.problem.objective.of(errors))


def make_evaluator(problem: Problem) -> Evaluator:
    """Sample the problem's function and check that its segments fit the range."""
    samples = sample(problem.activation, problem.interval)
    check_room(problem, samples)
    return Evaluator(
        problem=problem,
        samples=samples,
        curve=curve_of(problem.activation, problem.interval),
        weights=None if problem.density is None else problem.density.on(samples.x),
        codes=None if problem.spec is None else code_grid(problem.activation, problem.interval, problem.spec),
    )
