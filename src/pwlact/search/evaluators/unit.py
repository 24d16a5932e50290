"""The evaluator of hardware units, by their own arithmetic on every input code."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pwlact._types import Array
from pwlact.datapath import unit_report
from pwlact.errors import ConfigError, FormatError
from pwlact.metrics import error_report
from pwlact.pwl import breakpoints_of
from pwlact.search.codes.area_penalty import AreaPenalty, penalize
from pwlact.search.codes.checked import check_kept, weighted_errors
from pwlact.search.codes.code_shares import code_shares
from pwlact.search.codes.constrained import problem_grid
from pwlact.search.codes.cover import Cover
from pwlact.search.codes.fit import fit_points, fitted_errors
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.kept_points import kept_points
from pwlact.search.codes.monotone import smallest_kept_cover
from pwlact.search.codes.table_rows import TableRows, build_pwl, build_unit
from pwlact.search.codes.tails import over_range
from pwlact.search.evaluators.base import Candidate, Evaluator, problem_samples
from pwlact.search.problem import Problem


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class UnitEvaluator(Evaluator):
    """Measures units of a number format: pieces begin at input codes, and coefficients are codes.

    Parameters
    ----------
    grid : CodeGrid
        The function on the unit's input codes.
    """

    grid: CodeGrid

    @cached_property
    def smallest_cover(self) -> Cover:
        """The table rows with the smallest maximum error, found when first asked for.

        Raises
        ------
        FormatError
            If there are more rows than codes at which one may begin, or the coefficient formats cannot cover the range.
        """
        problem, grid = self.problem, self.grid
        if problem.density is not None:  # its weights are of squares
            grid = problem_grid(dataclasses.replace(problem, density=None), grid.spec)
        return smallest_kept_cover(grid, problem.table_rows)

    @cached_property
    def code_shares(self) -> Array | None:
        """Share of the inputs of each code in the range, ascending by value, 1 in all; None is even."""
        problem = self.problem
        if problem.density is None:
            return None
        return code_shares(problem.density, self.grid.spec.input, problem.interval)[1]

    def candidate(self, points: Array) -> Candidate:
        """Fit coded pieces that begin at the codes next to interior points (points,), and measure the unit in full.

        A minimax fit takes the best coefficients of all, where `objectives` takes a quick fit. The points of a mirrored
        table are those above 0, one fewer than it has rows.

        Raises
        ------
        BreakpointError
            If the points are not strictly ascending inside the range, or two of them fall on one code.
        FormatError
            If a coefficient does not fit its format, or the table is mirrored and the points are on the whole range.
        ConfigError
            If no rows that begin there keep the constraints, or the fit is another than minimax, which keeps them.
        """
        breakpoints_of(points, self.problem.interval)  # may refuse
        if self.constrained:
            return self.measure(kept_points(self.grid, points, self.problem.fit))
        return self.measure(fit_points(self.grid, points, self.problem.fit))

    def measure(self, pieces: TableRows) -> Candidate:
        """Measure a unit by its coded pieces; its PWL is the continuous one that it stands for.

        Raises
        ------
        FormatError
            If a coefficient does not fit its format.
        RunError
            If the unit does not keep the problem's constraints.
        """
        problem, grid = self.problem, self.grid
        unit, pwl = build_unit(grid, pieces), build_pwl(grid, pieces, problem.segments)
        report = unit_report(unit, problem.activation, problem.interval, self.code_shares)
        if self.constrained:
            check_kept(unit, grid, problem)
        weighted = None if problem.objective.weight is None else weighted_errors(unit, grid)[0]
        errors = error_report(problem.activation, self.samples, pwl, self.weights)
        errors = dataclasses.replace(errors, codes=report.errors, weighted=weighted)
        return Candidate(pwl=pwl, errors=errors, objective=problem.objective.of(errors), unit=unit, unit_report=report)

    def penalize(self, points: Array, area_penalty: AreaPenalty) -> tuple[Array, Array]:
        """Return J with area counted in, and the points as they were rounded.

        Parameters
        ----------
        points : ndarray, shape (n, points)
            Interior points, ascending.
        area_penalty : AreaPenalty
            How area counts.

        Returns
        -------
        (ndarray, ndarray), shapes (n,) and (n, points)
            J, inf where a segment is too narrow, and the points.
        """
        self.require_free()
        return penalize(self.grid, points, self.problem.fit, self._weights, area_penalty)

    @property
    def constrained(self) -> bool:
        """Whether the problem has constraints or pins."""
        return bool(self.problem.constraints) or self.problem.pins != (None, None)

    def require_free(self) -> None:
        """Check that nothing must be kept, for methods that cannot.

        Raises
        ------
        ConfigError
            If the problem has constraints or pins.
        """
        if self.constrained:
            raise ConfigError(
                "constraints of units are kept by method minimax alone, got "
                f"{self.problem.constraints.text or 'pinned ends'} with another; "
                "choose --method minimax or leave them out"
            )

    def _objectives(self, breakpoints: Array) -> Array:
        self.require_free()
        fitted = fitted_errors(self.grid, breakpoints[:, 1:-1], self.problem.fit)
        errors, weights = over_range(self.grid, fitted), self._weights
        used = weights > 0.0  # errors may be infinite
        return np.asarray(errors[:, used] @ weights[used])

    @property
    def _weights(self) -> Array:
        asked = self.problem.objective
        return np.array([asked.max_weight, asked.mean_weight, asked.mse_weight])

    def _size(self) -> str:
        return f"input codes: {self.grid.size} in the range"


def make_unit_evaluator(problem: Problem) -> UnitEvaluator:
    """Tabulate the function of a problem for a unit on its input codes.

    Raises
    ------
    BreakpointError
        If the range cannot hold the problem's segments.
    FormatError
        If the problem has no number format, or the formats cannot hold the range, the function or its slopes.
    ConfigError
        If no unit keeps the constraints, or a weight is bad.
    """
    if problem.spec is None:
        raise FormatError("a unit has a number format, got a problem in real numbers; add --format q4.12")
    samples = problem_samples(problem)
    weights = None if problem.density is None else problem.density.on(samples.x)
    grid = problem_grid(problem, problem.spec)
    return UnitEvaluator(problem=problem, samples=samples, weights=weights, grid=grid)


def require_unit_evaluator(evaluator: Evaluator) -> UnitEvaluator:
    """Return the evaluator itself, which must be one of units.

    Raises
    ------
    FormatError
        If it is one of real numbers.
    """
    if not isinstance(evaluator, UnitEvaluator):
        raise FormatError("coded pieces are of a number format, got a problem in real numbers; add --format q4.12")
    return evaluator
