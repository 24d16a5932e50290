"""The paper's least-squares fit, readable: hinge matrix and a dense solver."""

from __future__ import annotations

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

Array = NDArray[np.float64]


def hinge_matrix(x: Array, breakpoints: Array) -> Array:
    """Return the regression matrix of the hinge form, shape (n, m).

    Row i is [1, max(x_i - b_1, 0), ..., max(x_i - b_{m-1}, 0)], so that A @ betas = p(x) with
    p(x) = beta_1 + sum_j beta_{j+1} max(x - b_j, 0), j = 1 .. m - 1.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Samples.
    breakpoints : ndarray, shape (m,)
        Ascending, both ends of the range included.
    """
    hinges = np.maximum(x[:, None] - breakpoints[None, :-1], 0.0)
    return np.hstack([np.ones((x.size, 1)), hinges])


def lstsq_betas(x: Array, y: Array, breakpoints: Array) -> tuple[Array, int]:
    """Return the betas (m,) that minimise sum_i (p(x_i) - y_i)^2, and the rank of the regression matrix.

    Below full rank the betas of least norm are returned, as by `scipy.linalg.lstsq`.
    Source: the paper (ISOCC 2023), least-squares fit for given breakpoints.
    """
    betas, _, rank, _ = scipy.linalg.lstsq(hinge_matrix(x, breakpoints), y)
    return np.asarray(betas, dtype=np.float64), int(rank)
