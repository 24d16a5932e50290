"""The paper's formulation, written plainly: what the benchmark holds the compiled kernel against.

A hinge matrix of one row a sample, a dense least-squares solver, and p evaluated at each sample for the errors.
"""

from __future__ import annotations

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

Array = NDArray[np.float64]


def row(x: float, breakpoints: Array) -> Array:
    """Return one row of the hinge matrix: 1, then x - b_j where that is positive."""
    return np.array([1.0, *(x - b if x > b else 0.0 for b in breakpoints[:-1])])


def fit_with_errors(x: Array, y: Array, breakpoints: Array) -> tuple[Array, float, float]:
    """Return the betas, and the maximum and mean error over all samples."""
    matrix = np.array([row(sample, breakpoints) for sample in x])
    betas = scipy.linalg.lstsq(matrix, y)[0]
    errors = [abs(float(row(sample, breakpoints) @ betas) - value) for sample, value in zip(x, y, strict=True)]
    return betas, max(errors), sum(errors) / len(errors)
