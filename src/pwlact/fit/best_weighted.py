"""Values with the smallest objective under weights and constraints, for given breakpoints, over all samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array, Flags
from pwlact.fit.interior_kernels import COLUMNS, SIDE, A, B, C, K, Q, U, Y, begin, interior
from pwlact.fit.samples import Samples

ROUNDS = 5  # of multipliers for values to be met
STIFF = 1e6  # weight of their squares, relative to J over the square of its scale
NO_PAIRS = np.empty((0, 2))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighing:
    """What is minimised and kept: J = mean_weight sum_i m_i e_i + max_weight max_i e_i + mse_weight sum_i m_i e_i^2.

    Parameters
    ----------
    shares, factors : ndarray, shape (samples,)
        m_i, 1 in all; the weight w_i of an error: e_i = w_i |p(x_i) - y_i|.
    mean_weight, max_weight, mse_weight : float
        Weights, zero or more.
    through : ndarray, shape (t, 2)
        Pairs (x, y) with p(x) = y.
    direction : int
        1 for p that never falls, -1 for p that never rises, 0 for any.
    non_negative : bool
        p >= 0.
    """

    shares: Array
    factors: Array
    mean_weight: float
    max_weight: float
    mse_weight: float
    through: Array
    direction: int
    non_negative: bool


def best_values(
    samples: Samples, weighing: Weighing, breakpoints: Array, values: Array, fixed: Flags
) -> tuple[Array, float]:
    """Return the values (m,) that minimise J at breakpoints (m,), and a proven bound of how far J is above its minimum.

    Constraints are kept up to rounding. The time grows with the number of samples.

    Parameters
    ----------
    samples : Samples
        The sampled function: x_i, y_i.
    weighing : Weighing
        J and the constraints.
    breakpoints, values : ndarray, shape (m,)
        Breakpoints; values to begin with.
    fixed : ndarray of bool, shape (m,)
        Which values stay as they are.
    """
    m, n = breakpoints.size, samples.x.size
    pairs = weighing.through
    sides = (m - 1 if weighing.direction else 0) + (m if weighing.non_negative else 0)
    rows = np.zeros((n + pairs.shape[0] + sides, COLUMNS))
    x = np.concatenate((samples.x, pairs[:, 0]))
    k = np.clip(np.searchsorted(breakpoints, x, side="right") - 1, 0, m - 2)
    t = (x - breakpoints[k]) / (breakpoints[k + 1] - breakpoints[k])
    met = rows[: n + pairs.shape[0]]
    met[:, K], met[:, A], met[:, B] = k, 1.0 - t, t
    met[:, Y] = np.concatenate((samples.y, pairs[:, 1]))
    rows[:n, C] = weighing.mean_weight * weighing.shares * weighing.factors
    rows[:n, U] = weighing.factors if weighing.max_weight else 0.0
    rows[:n, Q] = 2.0 * weighing.mse_weight * weighing.shares * weighing.factors**2
    _set_sides(rows[n + pairs.shape[0] :], weighing, m)
    z = np.append(values, 0.0)
    gap = _minimise(rows, n, pairs.shape[0], z, np.asarray(fixed, dtype=np.bool_), weighing.max_weight)
    return z[:m], gap


def _set_sides(rows: Array, weighing: Weighing, m: int) -> None:
    """Set one-sided rows: values in order, values of zero or more."""
    rows[:, SIDE] = 1.0
    steps = m - 1 if weighing.direction else 0
    rows[:steps, K] = np.arange(steps)
    rows[:steps, A], rows[:steps, B] = -float(weighing.direction), float(weighing.direction)
    if weighing.non_negative:
        rows[steps:, K] = np.minimum(np.arange(m), m - 2)
        rows[steps : steps + m - 1, A], rows[steps + m - 1 :, B] = 1.0, 1.0


@routine
def _objective(rows: Array, n: int, z: Array, max_weight: float) -> tuple[float, float]:
    """Return J at values z (m + 1,), and the largest size of a residual."""
    total = worst = largest = 0.0
    for i in range(n):
        k = int(rows[i, K])
        r = abs(rows[i, A] * z[k] + rows[i, B] * z[k + 1] - rows[i, Y])
        total += rows[i, C] * r + 0.5 * rows[i, Q] * r * r
        worst = max(worst, rows[i, U] * r)
        largest = max(largest, r)
    return total + max_weight * worst, largest


@kernel
def _minimise(rows: Array, n: int, pairs: int, z: Array, fixed: Flags, max_weight: float) -> float:
    """Minimise J over values z (m + 1,), in place; return the gap. Values to be met are met by multipliers."""
    m = fixed.size
    objective, scale = _objective(rows, n, z, max_weight)
    if scale == 0.0:
        return 0.0
    linear, system, work = np.zeros(m + 1), np.zeros((4, m + 1)), np.zeros((5, m + 1))
    linear[m] = max_weight
    targets = rows[n : n + pairs, Y].copy()
    rows[n : n + pairs, Q] = STIFF * objective / scale**2
    gap = 0.0
    for _ in range(ROUNDS if pairs else 1):
        z[m] = 0.0
        begin(rows, z, scale, scale, max_weight)
        gap = interior(rows, z, linear, fixed, 1e-10 * objective, system, work)
        for i in range(pairs):
            k = int(rows[n + i, K])
            rows[n + i, Y] -= rows[n + i, A] * z[k] + rows[n + i, B] * z[k + 1] - targets[i]
    return gap
