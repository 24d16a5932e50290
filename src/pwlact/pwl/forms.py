"""From the hinge form back to knots, which are what a PWL stores."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array


def values_from_hinges(breakpoints: Array, betas: Array) -> Array:
    """Return the values v_j = p(b_j), shape (m,), of a hinge form: p(x) = beta_1 + sum_j beta_{j+1} max(x - b_j, 0).

    Parameters
    ----------
    breakpoints : ndarray, shape (m,)
        b_1 < ... < b_m.
    betas : ndarray, shape (m,)
        beta_1 ... beta_m.
    """
    slopes = np.cumsum(betas[1:])
    return np.asarray(betas[0] + np.concatenate(([0.0], np.cumsum(slopes * np.diff(breakpoints)))))
