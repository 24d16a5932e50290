"""A problem with a weight of errors or constraints, in real numbers: samples, walls, and the smallest maximum error."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit import Samples
from pwlact.fit.walls import Walls, settle_within
from pwlact.functions import features
from pwlact.metrics.dense import Dense, local_rounding
from pwlact.metrics.weight import ErrorWeight
from pwlact.metrics.weighted import Peaks, weighted_error, weighted_peaks
from pwlact.pwl import make_pwl
from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.exchange import Smallest, Task, settle, smallest_error
from pwlact.search.limits import direction_of, walls_of
from pwlact.search.meet import met
from pwlact.search.problem import Problem

FIRST = 1024  # samples to begin with, half of them in the curvature's coordinate
FEWEST = 16  # of them for each segment
FLOOR = 0.05  # of that coordinate
ROUNDS = 12  # of an exchange for given breakpoints
ENOUGH = 1e-9  # share by which the whole range may exceed the samples


@dataclass(frozen=True, kw_only=True, eq=False)
class Limited:
    """Walls and measures of a problem in real numbers.

    Parameters
    ----------
    problem : Problem
        A weight of errors and constraints are kept, where there are any.
    samples : Samples
        The function on the sampling grid.
    dense : Dense
        The function and the weight on samples of the whole range, close where the weight is steep.
    least_squares : callable
        From rows of breakpoints (n, m) to values (n, m), which are taken where the maximum error leaves values open.
    """

    problem: Problem
    samples: Samples
    dense: Dense
    least_squares: Callable[[Array], Array]

    @property
    def weight(self) -> ErrorWeight | None:
        """The weight of errors."""
        return self.problem.objective.weight

    @cached_property
    def smallest(self) -> Smallest:
        """The smallest maximum error on the whole range, found when first asked for.

        Raises
        ------
        ConfigError
            If the constraints cannot be kept.
        """
        found = smallest_error(self._task(self.walls, self._peaks), self._first)
        return dataclasses.replace(found, values=met(self.problem, found.breakpoints, found.values, self._direction))

    @cached_property
    def on_grid(self) -> Smallest:
        """The smallest maximum error on the sampling grid, found when first asked for.

        Raises
        ------
        ConfigError
            If the constraints cannot be kept.
        """
        return smallest_error(self._task(self._grid_walls, self._grid_peaks), self._first)

    @property
    def bound_on_grid(self) -> float:
        """A lower bound of the maximum error on the sampling grid."""
        return self.on_grid.bound

    def walls(self, x: Array) -> Walls:
        """Return the walls of samples x (n,)."""
        return walls_of(self.problem, x, self.dense, self._direction)

    def values(self, breakpoints: Array) -> Array:
        """Return the values (m,) with the smallest maximum error at breakpoints (m,), on the whole range.

        Raises
        ------
        ConfigError
            If the constraints cannot be kept at these breakpoints.
        """
        x, preferred = np.union1d(self._first, breakpoints), self.least_squares(breakpoints[None, :])[0]
        values = preferred
        for _ in range(ROUNDS):
            values = preferred.copy()
            error = settle(self.walls(x), breakpoints, values, self.problem.constraints.last)
            if math.isinf(error):
                raise ConfigError(
                    f"values at given points must keep the constraints, got none that do with {breakpoints.size - 2} "
                    "points; move them, or search with --method minimax"
                )
            values = met(self.problem, breakpoints, values, self._direction)
            peaks = self._peaks(breakpoints, values)
            if peaks.error.max() <= error * (1.0 + ENOUGH):
                break
            x = np.union1d(x, peaks.x[peaks.error > error])
        return np.asarray(values)

    def fits(self, breakpoints: Array) -> tuple[Array, Array]:
        """Return values (n, m) and maximum errors (n,) of rows of breakpoints (n, m), on some 1,000 samples."""
        values = self.least_squares(breakpoints).copy()
        return values, settle_within(self._first_walls, breakpoints, values)

    @cached_property
    def _direction(self) -> int:
        return direction_of(self.problem, self.dense.y)

    @cached_property
    def _first_walls(self) -> Walls:
        return self.walls(self._first)

    @cached_property
    def _first(self) -> Array:
        """Samples to begin with: half of them even in x, half in the curvature's coordinate, the bends, the given x."""
        (low, high), met = self.problem.interval, [x for x, _ in self.problem.constraints.through]
        half = max(FIRST, FEWEST * self.problem.segments) // 2
        even = np.linspace(low, high, half)
        bent = curvature_coordinate(self.samples, FLOOR).to_x(np.linspace(0.0, 1.0, half))
        inner = np.clip(np.concatenate((bent, met)), low, high)
        peaks = self.dense.x[np.flatnonzero(np.diff(np.sign(np.diff(self.dense.w))) < 0) + 1]
        bends = features.bends(self.problem.activation, (low, high))
        return np.unique(np.concatenate((even, inner, peaks, bends)))

    def _task(self, walls: Callable[[Array], Walls], measure: Callable[[Array, Array], Peaks]) -> Task:
        return Task(
            walls=walls,
            measure=measure,
            preferred=lambda breakpoints: self.least_squares(breakpoints[None, :])[0].copy(),
            segments=self.problem.segments,
            last=self.problem.constraints.last,
        )

    def _peaks(self, breakpoints: Array, values: Array) -> Peaks:
        pwl = make_pwl(self.problem.activation, breakpoints, values)
        return weighted_peaks(self.problem.activation, self.weight, pwl, self.dense)

    def _grid_walls(self, x: Array) -> Walls:
        grid = self.samples.x
        right = np.clip(np.searchsorted(grid, x), 1, grid.size - 1)
        nearest = np.where(x - grid[right - 1] < grid[right] - x, right - 1, right)
        return self.walls(grid[np.unique(nearest)])

    def _grid_peaks(self, breakpoints: Array, values: Array) -> Peaks:
        pwl = make_pwl(self.problem.activation, breakpoints, values)
        x, y = self.samples.x, self.samples.y
        w = np.ones(x.size) if self.weight is None else self.weight.on(x, y)
        error = weighted_error(pwl, x, y, w, local_rounding(x, y, self.problem.segments))
        padded = np.concatenate(([-1.0], error, [-1.0]))
        top = np.flatnonzero((error >= padded[:-2]) & (error >= padded[2:]))
        return Peaks(x[top], error[top])
