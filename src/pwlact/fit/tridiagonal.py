"""Normal equations of the hat basis, which are tridiagonal, solved also where the samples leave values open."""

from __future__ import annotations

import numpy as np
from numba import njit

from pwlact._types import Array

# A pivot is the sum of squares, over the samples, of what a value's hat adds to the hats before it. At a weight of
# 1e-6 a breakpoint's distance to a sample is known to six digits at best; below, it is no ground to set a value on.
PIVOT = 1e-12
ROUNDING = 1e-15  # of an entry of the normal equations, relative to it


@njit(cache=True, inline="always")
def interpolate(b: float, low: float, step: float, y: Array) -> float:
    position = (b - low) / step
    i = min(max(int(position), 0), y.size - 2)
    t = position - i
    return y[i] * (1.0 - t) + y[i + 1] * t


@njit(cache=True)
def eliminate(
    breakpoints: Array,
    low: float,
    step: float,
    y: Array,
    left_pin: float,
    right_pin: float,
    values: Array,
    work: Array,
) -> int:
    """Solve normal equations, right side in `values` (m,), for the values there; return the rank.

    `work` (5, m): diagonal, coupling to the next, two rows of scratch, and the pivots at or below which a value is
    open. Such a value is set to the function's own, interpolated between samples.
    """
    m = breakpoints.size
    diagonal, coupling, least = work[0], work[1], work[4]
    if not np.isnan(left_pin):
        values[1] -= coupling[0] * left_pin
        diagonal[0], coupling[0], values[0] = 1.0, 0.0, left_pin
    if not np.isnan(right_pin):
        values[m - 2] -= coupling[m - 2] * right_pin
        diagonal[m - 1], coupling[m - 2], values[m - 1] = 1.0, 0.0, right_pin

    rank = m
    doubt = 0.0  # what rounding may have left in the pivot
    # LDL^T of a tridiagonal matrix, pivots checked.
    for j in range(m):
        pivot = diagonal[j]
        if j > 0:
            ratio = work[2, j - 1]
            pivot -= coupling[j - 1] * ratio
            values[j] -= ratio * values[j - 1]
            doubt *= ratio * ratio
        doubt += ROUNDING * diagonal[j]
        if pivot <= max(least[j], doubt):
            rank -= 1
            pivot = 1.0
            values[j] = interpolate(breakpoints[j], low, step, y)
            if j < m - 1:
                # The value is fixed; its share of the samples that it has in common with the next one is not lost.
                values[j + 1] -= coupling[j] * values[j]
                coupling[j] = 0.0
        work[3, j] = pivot
        if j < m - 1:
            work[2, j] = coupling[j] / pivot
    for j in range(m - 1, -1, -1):
        values[j] /= work[3, j]
        if j < m - 1:
            values[j] -= work[2, j] * values[j + 1]
    return rank
