"""A family of three functions, written out."""

from __future__ import annotations

import numpy as np

from pwlact.many import Family


def small_family() -> Family:
    """Return three approximations of three segments, the last the worst, without a bound of the first."""
    breakpoints = np.tile([-1.0, -0.5, 0.5, 1.0], (3, 1))
    errors = np.array([1e-4, 1e-3, 0.5])
    return Family(
        objective="max",
        segments=np.array([3, 3, 3]),
        breakpoints=breakpoints,
        values=np.tanh(np.array([[1.0], [2.0], [40.0]]) * breakpoints),
        max_errors=errors,
        mses=errors**2,
        lower_bounds=np.array([np.nan, 9e-4, 0.4]),
    )
