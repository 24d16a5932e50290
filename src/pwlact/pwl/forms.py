"""The three forms of a PWL: knots (what is stored), segments and hinges."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.pwl.piecewise import PWL


def segment_form(pwl: PWL) -> tuple[Array, Array]:
    """Return slopes s_k and intercepts c_k, each (m - 1,): p(x) = s_k x + c_k on segment k."""
    return pwl.slopes, pwl.intercepts


def hinge_form(pwl: PWL) -> Array:
    """Return the betas (m,): p(x) = beta_1 + sum_j beta_{j+1} max(x - b_j, 0), j = 1 .. m - 1."""
    return pwl.betas


def values_from_hinges(breakpoints: Array, betas: Array) -> Array:
    """Return the values v_j = p(b_j), shape (m,), of the hinge form with these betas (m,)."""
    slopes = np.cumsum(betas[1:])
    return np.asarray(betas[0] + np.concatenate(([0.0], np.cumsum(slopes * np.diff(breakpoints)))))
