"""Best values of a problem with weights, constraints, or a mean square error beside others, in real numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit import Fits, Samples
from pwlact.fit.best_weighted import NO_PAIRS, Weighing, best_values
from pwlact.search.limited import Limited
from pwlact.search.limits import direction_of
from pwlact.search.meet import met
from pwlact.search.problem import Problem


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighed:
    """A problem with the samples of its function.

    Parameters
    ----------
    problem : Problem
        Objective, constraints and pins.
    samples : Samples
        The function on the sampling grid.
    shares : ndarray, shape (samples,), or None
        Weights of the inputs, 1 in all; None is uniform.
    limited : Limited or None
        The problem's walls where it has a weight of errors or constraints.
    start : callable
        From rows of breakpoints (n, m) to their least squares.
    """

    problem: Problem
    samples: Samples
    shares: Array | None
    limited: Limited | None
    start: Callable[[Array], Fits]

    def fits(self, breakpoints: Array) -> Fits:
        """Fit each row of breakpoints (n, m) by the values of smallest J; errors are inf where none serve."""
        fits = self.start(breakpoints)
        values, worst = fits.values, fits.max_error
        if self.problem.constraints and self.limited is not None:
            values, worst = self.limited.fits(breakpoints)
        for row in np.flatnonzero(np.isfinite(worst)):
            values[row] = self._best(breakpoints[row], values[row])
            worst[row] = np.abs(np.interp(self.samples.x, breakpoints[row], values[row]) - self.samples.y).max()
        return Fits(values, fits.rank, worst, np.full(worst.size, np.nan))

    def _best(self, breakpoints: Array, values: Array) -> Array:
        fixed = np.zeros(breakpoints.size, dtype=np.bool_)
        fixed[0], fixed[-1] = (pin is not None for pin in self.problem.pins)
        if self.problem.constraints.last is not None:
            fixed[-2:] = True
        fixed |= np.isin(breakpoints, [x for x, _ in self.problem.constraints.through])
        values = met(self.problem, breakpoints, values, self._direction)
        found, _ = best_values(self.samples, self._weighing, breakpoints, values, fixed)
        return met(self.problem, breakpoints, found, self._direction)

    @property
    def _direction(self) -> int:
        return direction_of(self.problem, self.samples.y)

    @property
    def _weighing(self) -> Weighing:
        asked, samples, kept = self.problem.objective, self.samples, self.problem.constraints
        even = np.full(samples.x.size, 1.0 / samples.x.size)
        return Weighing(
            shares=even if self.shares is None else self.shares,
            factors=np.ones(samples.x.size) if asked.weight is None else asked.weight.on(samples.x, samples.y),
            mean_weight=asked.mean_weight,
            max_weight=asked.max_weight,
            mse_weight=asked.mse_weight,
            through=np.array(kept.through) if kept.through else NO_PAIRS,
            direction=self._direction,
            non_negative=kept.non_negative,
        )
