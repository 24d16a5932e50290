"""The paper's formulation in its published form: what the benchmark holds the compiled kernel against.

A hinge matrix of one row a sample, in a Python loop, a dense least-squares solver, and the errors on whole arrays.
"""

from __future__ import annotations

import numpy as np
import scipy.linalg

from pwlact._types import Array


def hinge_matrix(x: Array, breakpoints: Array) -> Array:
    """Return the matrix with one row a sample: 1, then max(x - b_j, 0) for all breakpoints but the last."""
    starts = breakpoints[:-1]
    return np.array([[1.0, *[max(sample - b, 0) for b in starts]] for sample in x])


def fit_with_errors(x: Array, y: Array, breakpoints: Array) -> tuple[Array, float, float]:
    """Return the betas, and the maximum and mean error over all samples."""
    matrix = hinge_matrix(x, breakpoints)
    betas = scipy.linalg.lstsq(matrix, y)[0]
    errors = np.abs(matrix @ betas - y)
    return betas, float(np.max(errors)), float(np.mean(errors))
