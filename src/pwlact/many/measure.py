"""Errors of a family: the maximum of each row on the whole range, the mean square on the grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.curve import Tables
from pwlact.fit.curve_kernels import extreme
from pwlact.fit.kernels import locate
from pwlact.many.newton import Row, square_error
from pwlact.many.newton import make_room as make_scratch
from pwlact.many.tables import fill_tables, make_room


@routine
def largest_error(t: Tables, b: Array, v: Array) -> float:
    """Return the largest |p - f| of a PWL with breakpoints and values (m,), from f' = slope."""
    worst = 0.0
    for k in range(b.size - 1):
        slope = (v[k + 1] - v[k]) / (b[k + 1] - b[k])
        start = v[k] - slope * b[k]
        above, _ = extreme(t, 1.0, slope, b[k], b[k + 1])
        below, _ = extreme(t, -1.0, slope, b[k], b[k + 1])
        worst = max(worst, above - start, below + start)
    return worst


@kernel
def measure_rows(
    x: Array, even: bool, y: Array, slopes: Array, step: float, samples: Array, weights: Array,
    breakpoints: Array, values: Array, used: NDArray[np.int64], worst: Array, squares: Array,
) -> None:  # fmt: skip
    """Fill the maximum and the mean square error (n,) of each row.

    Parameters
    ----------
    x, even, y, slopes
        The splines, as in `paths.smallest_errors`.
    step, samples, weights
        The grid, from 0 on, as in `newton.least_squares_rows`.
    breakpoints, values : ndarray, shape (n, m)
        The approximations.
    used : ndarray of int64, shape (n,)
        Segments of each.
    worst, squares : ndarray, shape (n,)
        Filled.
    """
    room, scratch = make_room(x.size), make_scratch(breakpoints.shape[1])
    for i in range(y.shape[0]):
        t, _ = fill_tables(room, x, even, y[i], slopes[i])
        m = used[i] + 1
        b, v = breakpoints[i, :m], values[i, :m]
        worst[i] = largest_error(t, b, v)
        row = Row(0.0, step, samples[i], weights[i % weights.shape[0]])
        locate(b, 0.0, step, row.y.size, scratch.starts[:m])
        squares[i] = square_error(row, b, v, scratch)
