"""Compiled expansion of the squared error of noisy points about a fit, from the line sums of its segments."""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_left
from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.expansion import add_segment
from pwlact.fit.points.squares import segment_error, segment_sums, solve_squares
from pwlact.fit.points.tree import SUMS, Tree, run_sums

WINDOW = 0.125  # of the segments beside a breakpoint, over which the residual there is averaged


@routine
def _change(t: Tree, b: Array, v: Array, k: int) -> float:
    """Return the second derivative of F in t_k that points add which change sides: density, residual, change of slope.

    The residual is the mean of those near the breakpoint.
    """
    left, right = b[k] - WINDOW * (b[k] - b[k - 1]), b[k] + WINDOW * (b[k + 1] - b[k])
    first, middle, last = bisect_left(t.x, left), bisect_left(t.x, b[k]), bisect_left(t.x, right)
    slope, before = (v[k + 1] - v[k]) / (b[k + 1] - b[k]), (v[k] - v[k - 1]) / (b[k] - b[k - 1])
    w, x, y, _s, _q, _e = run_sums(t, first, middle)
    lost = w * (v[k] + before * (x - b[k]) - y)
    w, x, y, _s, _q, _e = run_sums(t, middle, last)
    lost += w * (v[k] + slope * (x - b[k]) - y)
    bend: float = lost * (slope - before) / (right - left)
    return bend


@kernel
def expand_points(t: Tree, b: Array, v: Array, gradient: Array, tt: Array, tv: Array, vv: Array, errors: Array) -> None:
    """Fit the values v (m,) and expand F = 1/2 sum_i w_i (p(x_i) - y_i)^2 about them.

    Fills dF/dt (m,), the second derivatives in t, in t and v, and in v, each (m, m), and 2 F of each segment (m - 1,).
    """
    m = b.size
    sums = np.empty((m - 1, SUMS))
    segment_sums(t, b, sums)
    solve_squares(t, b, sums, v, np.empty((3, m)))
    gradient[:], tt[:], tv[:], vv[:] = 0.0, 0.0, 0.0, 0.0
    for k in range(m - 1):
        w, mean, y, line, spread = sums[k, 0], sums[k, 1], sums[k, 2], sums[k, 3], sums[k, 4]
        h = b[k + 1] - b[k]
        slope = (v[k + 1] - v[k]) / h
        u, a, q = (mean - b[k]) / h, (b[k + 1] - mean) / h, spread / (h * h)
        lost, turned = w * (v[k] + slope * (mean - b[k]) - y), spread * (slope - line) / h
        add_segment(
            k, h, slope, w * a * a + q, w * a * u - q, w * u * u + q, a * lost - turned, u * lost + turned,
            gradient, tt, tv, vv,
        )  # fmt: skip
        errors[k] = segment_error(b, v, sums, k)
        if k > 0:
            tt[k, k] += _change(t, b, v, k)
