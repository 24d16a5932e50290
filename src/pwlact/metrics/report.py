"""How good an approximation is: three figures, on the grid and exact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact.fit import Samples
from pwlact.functions import Activation
from pwlact.metrics.exact import exact_errors
from pwlact.metrics.grid import grid_errors
from pwlact.metrics.record import Errors
from pwlact.pwl import PWL


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReport:
    """Errors of one approximation on its interval: on the sampling grid, and exact; of a unit, over its input codes."""

    grid: Errors
    exact: Errors
    codes: Errors | None = None


def error_report(
    activation: Activation, samples: Samples, pwl: PWL, weights: NDArray[np.float64] | None = None
) -> ErrorReport:
    """Measure `pwl` against the function, on the grid of `samples` (means by `weights`, if given) and exactly."""
    return ErrorReport(grid=grid_errors(samples, pwl, weights), exact=exact_errors(activation, pwl))
