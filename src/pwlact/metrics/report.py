"""How good an approximation is: three figures, on the grid and exact."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact.fit import Samples
from pwlact.functions import Activation
from pwlact.metrics.exact import exact_errors
from pwlact.metrics.grid import grid_errors
from pwlact.metrics.record import Errors
from pwlact.pwl import PWL


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReport:
    """Errors of one approximation on its interval: on the sampling grid, and exact."""

    grid: Errors
    exact: Errors


def error_report(activation: Activation, samples: Samples, pwl: PWL) -> ErrorReport:
    """Measure `pwl` against the function, on the grid of `samples` and exactly."""
    return ErrorReport(grid=grid_errors(samples, pwl), exact=exact_errors(activation, pwl))
