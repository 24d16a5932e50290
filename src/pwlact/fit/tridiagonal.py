"""Solver of the normal equations of the hat basis, which are tridiagonal and may be of lower rank."""

from __future__ import annotations

import numpy as np

from pwlact._jit import inlined, routine
from pwlact._types import Array

# A pivot is the sum of squares, over the samples, of the part of a value's hat that the hats before it do not span.
# At a weight of 1e-6 a breakpoint's distance to a sample has six digits at best; below, it cannot determine a value.
PIVOT = 1e-12
ROUNDING = 1e-15  # of an entry of the normal equations, relative to it


@inlined
def interpolate(b: float, low: float, step: float, y: Array) -> float:
    """Return the linear interpolation at b of samples y (n,) at low + i * step."""
    position = (b - low) / step
    i = min(max(int(position), 0), y.size - 2)
    t = position - i
    return y[i] * (1.0 - t) + y[i + 1] * t


@routine
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
    """Solve the normal equations in place; return the rank.

    Parameters
    ----------
    breakpoints : ndarray, shape (m,)
        Where the values are.
    low, step, y : float, float, ndarray of shape (n,)
        Samples y at low + i * step.
    left_pin, right_pin : float
        Given values at the ends; nan where an end is free.
    values : ndarray, shape (m,)
        The right side; on return the solution. A value that the samples do not determine becomes the function's own,
        interpolated between samples.
    work : ndarray, shape (5, m)
        Diagonal, coupling to the next value, two rows of scratch, and for each value the pivot at or below which the
        samples do not determine it.
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
    doubt = 0.0  # error that rounding may have put into the pivot
    # LDL^T decomposition of a tridiagonal matrix with checked pivots.
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
                # The value is fixed; its share of the samples in common with the next value moves to the right side.
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
