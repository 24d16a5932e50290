"""The errors of one approximation: three figures on the grid, and exact."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.functions import Activation
from pwlact.metrics.exact import exact_errors
from pwlact.metrics.grid import grid_errors
from pwlact.metrics.record import Errors
from pwlact.pwl import PWL


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReport:
    """Errors of one approximation on its interval: on the sampling grid, exact, and of a unit on its input codes.

    Of noisy data there are errors at the data alone, and all three of `grid`, `exact` and `data` are those.
    `weighted` are the errors times the weight of the objective, where it has one, taken where the objective measures.
    """

    grid: Errors
    exact: Errors
    codes: Errors | None = None
    weighted: Errors | None = None
    data: Errors | None = None


def error_report(activation: Activation, samples: Samples, pwl: PWL, weights: Array | None = None) -> ErrorReport:
    """Measure an approximation on the sampling grid and exactly.

    Parameters
    ----------
    activation : Activation
        The function.
    samples : Samples
        The function on the sampling grid.
    pwl : PWL
        The approximation.
    weights : ndarray, shape (n,), or None
        Weights of the means on the grid, 1 in all; None is uniform.
    """
    return ErrorReport(grid=grid_errors(samples, pwl, weights), exact=exact_errors(activation, pwl))
