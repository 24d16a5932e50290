"""Compiled gradient of the mean square error in breakpoints and values, and the descent along it."""

from __future__ import annotations

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array

# Adam's own constants (Kingma & Ba, arXiv 1412.6980), the second a little shorter for its short runs.
DECAY, DECAY_SQUARE, TINY = 0.9, 0.99, 1e-12


@kernel
def mse_gradient(x: Array, y: Array, shares: Array, b: Array, v: Array, d_b: Array, d_v: Array, parts: Array) -> float:
    """Return E = sum_i w_i e_i^2, e_i = p(x_i) - y_i; fill its gradient and each segment's share of it.

    On segment k, t = (x - b_k) / (b_{k+1} - b_k), p = v_k (1 - t) + v_{k+1} t with slope s, so that
    dp/dv_k = 1 - t, dp/dv_{k+1} = t, dp/db_k = -s (1 - t) and dp/db_{k+1} = -s t.

    Parameters
    ----------
    x, y, shares : ndarray, shape (n,)
        Samples and their weights w, x ascending.
    b, v : ndarray, shape (m,)
        Breakpoints and values.
    d_b, d_v : ndarray, shape (m,)
        Filled: dE/db, dE/dv.
    parts : ndarray, shape (m - 1,)
        Filled: the sum of w_i e_i^2 on each segment.
    """
    d_b[:], d_v[:] = 0.0, 0.0
    i, total = 0, 0.0
    for k in range(b.size - 1):
        width = b[k + 1] - b[k]
        slope = (v[k + 1] - v[k]) / width
        sum_e = sum_et = square = 0.0
        while i < x.size and (x[i] < b[k + 1] or k == b.size - 2):
            along = x[i] - b[k]
            error = v[k] + slope * along - y[i]
            weighted = shares[i] * error
            sum_e += weighted
            sum_et += weighted * along
            square += weighted * error
            i += 1
        right = 2.0 * sum_et / width
        left = 2.0 * sum_e - right
        d_v[k] += left
        d_v[k + 1] += right
        d_b[k] -= slope * left
        d_b[k + 1] -= slope * right
        parts[k] = square
        total += square
    return total


@routine
def _keep_apart(b: Array, least: float) -> None:
    """Push breakpoints to the right, then to the left, until segments have the least width; the ends stay."""
    for k in range(1, b.size - 1):
        b[k] = max(b[k], b[k - 1] + least)
    for k in range(b.size - 2, 0, -1):
        b[k] = min(b[k], b[k + 1] - least)


@kernel
def descend(
    x: Array,
    y: Array,
    shares: Array,
    b: Array,
    v: Array,
    held: tuple[bool, bool],
    units: tuple[float, float],
    least: float,
    steps: int,
) -> float:
    """Replace b and v (m,) by the best ones of `steps` steps of Adam; return their mean square error.

    Parameters
    ----------
    x, y, shares : ndarray, shape (n,)
        Samples and their weights, x ascending.
    b, v : ndarray, shape (m,)
        Breakpoints and values.
    held : (bool, bool)
        Whether the first and the last value stay.
    units : (float, float)
        First step of the breakpoints and of the values; it falls along a half cosine to zero.
    least : float
        Least width of a segment.
    """
    m = b.size
    d_b, d_v, parts = np.empty(m), np.empty(m), np.empty(m - 1)
    mean, square = np.zeros((2, m)), np.zeros((2, m))
    best, best_b, best_v = np.inf, b.copy(), v.copy()
    for step in range(steps + 1):
        error = mse_gradient(x, y, shares, b, v, d_b, d_v, parts)
        if error < best:
            best = error
            best_b[:], best_v[:] = b, v
        d_b[0] = d_b[m - 1] = 0.0
        if held[0]:
            d_v[0] = 0.0
        if held[1]:
            d_v[m - 1] = 0.0
        cooling = 0.5 * (1.0 + np.cos(np.pi * step / max(steps, 1)))
        bias, bias_square = 1.0 - DECAY ** (step + 1), 1.0 - DECAY_SQUARE ** (step + 1)
        for j in range(m):
            for kind, slope in ((0, d_b[j] * units[0]), (1, d_v[j] * units[1])):
                mean[kind, j] = DECAY * mean[kind, j] + (1.0 - DECAY) * slope
                square[kind, j] = DECAY_SQUARE * square[kind, j] + (1.0 - DECAY_SQUARE) * slope * slope
                norm = np.sqrt(square[kind, j] / bias_square)
                move = cooling * mean[kind, j] / bias / (norm + TINY * error) if norm > 0.0 else 0.0
                if kind == 0:
                    b[j] -= units[0] * move
                else:
                    v[j] -= units[1] * move
        _keep_apart(b, least)
    b[:], v[:] = best_b, best_v
    return best
