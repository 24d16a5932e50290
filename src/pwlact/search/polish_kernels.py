"""Compiled second-order expansion of the squared error in breakpoints and values."""

from __future__ import annotations

import numpy as np

from pwlact._jit import kernel
from pwlact._types import Array
from pwlact.fit.expansion import add_segment
from pwlact.fit.kernels import locate
from pwlact.fit.tridiagonal import interpolate


@kernel
def expand(
    t: Array, v: Array, low: float, step: float, y: Array, weights: Array, gradient: Array,
    tt: Array, tv: Array, vv: Array, errors: Array,
) -> None:  # fmt: skip
    """Expand F = 1/2 sum_i w_i r_i^2, r_i = p(x_i) - y_i, at breakpoints t (m,) and values v (m,).

    Fills dF/dt (m,), the second derivatives in t, in t and v, and in v, each (m, m), and 2 F of each segment (m - 1,).
    Samples that change sides add r(t_k) (s_k - s_{k-1}) w / step to the second derivative in t_k, as on a dense grid.
    """
    m = t.size
    starts = np.empty(m, dtype=np.int64)
    locate(t, low, step, y.size, starts)
    gradient[:], tt[:], tv[:], vv[:] = 0.0, 0.0, 0.0, 0.0
    before = 0.0
    for k in range(m - 1):
        h = t[k + 1] - t[k]
        slope = (v[k + 1] - v[k]) / h
        aa = ab = bb = ra = rb = total = 0.0
        for i in range(starts[k], starts[k + 1]):
            b = (low + i * step - t[k]) / h
            a = 1.0 - b
            w = weights[i]
            r = v[k] + b * (v[k + 1] - v[k]) - y[i]
            aa += w * a * a
            ab += w * a * b
            bb += w * b * b
            ra += w * r * a
            rb += w * r * b
            total += w * r * r
        errors[k] = total
        add_segment(k, h, slope, aa, ab, bb, ra, rb, gradient, tt, tv, vv)
        if k > 0:
            density = weights[min(starts[k], y.size - 1)] / step
            tt[k, k] += density * (v[k] - interpolate(t[k], low, step, y)) * (slope - before)
        before = slope
