"""The gradient of what is learned: how the logarithm of J changes with each action of a walk."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.rl.general.pool import Entry
from pwlact.search.general.descent import point_gradient
from pwlact.search.polish import min_width

LARGEST = 2.0  # of a derivative by an action


def u_gradient(entry: Entry, u: Array, power: float) -> Array | None:
    """Return the gradient (P,) of the smoothed log J by points u (P,); None where a piece is too narrow."""
    points = entry.coordinate.to_x(u)
    low, high = entry.evaluator.problem.interval
    if np.diff(np.concatenate(([low], points, [high]))).min() < min_width(entry.evaluator):
        return None
    slope = np.interp(points, entry.coordinate.x, entry.coordinate.density)
    return point_gradient(entry.evaluator, points, power) / slope


def action_gradient(gradient: Array, slopes: Array) -> Array:
    """Return the derivatives (P,) of log J by the actions of a walk, later actions kept.

    With g_k the derivative by point k, and slopes s_k = du_k / du_{k-1} and d_k = du_k / da_k, the total derivative by
    u_k is l_k = g_k + s_{k+1} l_{k+1}, and that by the action is d_k l_k.

    Parameters
    ----------
    gradient : ndarray, shape (P,)
        Derivatives of log J by the points, each by itself.
    slopes : ndarray, shape (P, 2)
        See `Walks`.
    """
    total, later = np.empty(gradient.size), 0.0
    for k in range(gradient.size - 1, -1, -1):
        here = gradient[k] + later
        total[k], later = here * slopes[k, 1], here * slopes[k, 0]
    return np.clip(total, -LARGEST, LARGEST)
