"""Compiled best fit: the values at given breakpoints with the smallest J = w_mean E_mean + w_max E_max on the grid.

J is convex and piecewise linear in the values. It is smoothed: the size of an error r by r^2 / (2 d) + d / 2 within a
width d, the maximum by w_max E + h / 2 sum (|r| - E)_+^2. Newton's method finds the minimum of that, whose second
derivatives are tridiagonal in the values with a border for E. As d and 1 / h fall, the minimum tends to that of J along
straight pieces: where all errors within the width, and all excesses over E, vanish together, the minimum of J itself is
reached. The slopes of the smoothed terms are dual variables: they prove a lower bound of J, which ends the search.

Sources: Madsen & Nielsen, SIAM J. Optimization 3 (1993) 223, for the size of errors; Pinar & Zenios, SIAM J.
Optimization 4 (1994) 486, for penalties.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, kernel, routine
from pwlact._types import Array
from pwlact.fit.best_runs import (
    BORDER,
    COUPLING,
    DIAGONAL,
    GRADIENT,
    LINEAR,
    LOOSE_COUPLING,
    LOOSE_DIAGONAL,
    Grid,
    Softness,
    add_runs,
)
from pwlact.fit.kernels import locate, sample_errors

LEVELS = 30
STEPS = 12  # of Newton's method at a level
CUTS = 8  # of a step
FALL = 0.3
FIRST_FALL = 0.15
CLOSE = 1e-7  # gap, as a share of J, that ends the search
SINGULAR = 1e-14  # of a diagonal


@routine
def solve(system: Array, pinned: NDArray[np.bool_], whole: float, loose: float, x: Array, work: Array) -> None:
    """Fill x (m + 1,) with the solution of H x = -g.

    Parameters
    ----------
    system : ndarray, shape (7, m + 1)
        As `add_runs` fills it.
    pinned : ndarray of bool, shape (2,)
        Whether the first and the last value stay.
    whole, loose : float
        Factors of the linear terms' gradient, and of what keeps steps short.
    x, work : ndarray, shapes (m + 1,) and (4, m + 1)
        Result and scratch.
    """
    m = system.shape[1] - 1
    ratio, right, border, pivots = work[0], work[1], work[2], work[3]
    for j in range(m):
        pivot = system[DIAGONAL, j] + loose * system[LOOSE_DIAGONAL, j]
        pivot += SINGULAR * pivot + 1e-300
        down = system[COUPLING, j] + loose * system[LOOSE_COUPLING, j] if j < m - 1 else 0.0
        right[j], border[j] = -system[GRADIENT, j] - whole * system[LINEAR, j], system[BORDER, j]
        if (j == 0 and pinned[0]) or (j == m - 1 and pinned[1]):
            pivot, down, right[j], border[j] = 1.0, 0.0, 0.0, 0.0
        elif j > 0:
            pivot = max(pivot - pivots[j - 1] * ratio[j - 1] * ratio[j - 1], SINGULAR * pivot)
            right[j] -= ratio[j - 1] * right[j - 1]
            border[j] -= ratio[j - 1] * border[j - 1]
        if j == m - 2 and pinned[1]:
            down = 0.0
        ratio[j], pivots[j] = down / pivot, pivot
    corner, rest = system[DIAGONAL, m], -system[GRADIENT, m] - whole * system[LINEAR, m]
    for j in range(m):
        corner -= border[j] * border[j] / pivots[j]
        rest -= border[j] * right[j] / pivots[j]
    x[m] = rest / corner if corner > SINGULAR * system[DIAGONAL, m] else 0.0
    for j in range(m - 1, -1, -1):
        x[j] = (right[j] - border[j] * x[m]) / pivots[j]
        if j < m - 1:
            x[j] -= ratio[j] * x[j + 1]


@inlined
def _slope(system: Array, x: Array) -> float:
    """Return the derivative of the smoothed objective along x."""
    slope = 0.0
    for j in range(x.size):
        slope += (system[GRADIENT, j] + system[LINEAR, j]) * x[j]
    return slope


@inlined
def _fill(
    b: Array, z: Array, grid: Grid, starts: NDArray[np.int64], soft: Softness, cost: float, system: Array
) -> None:
    add_runs(b, z, grid, starts, soft, system)
    system[LINEAR, z.size - 1] = cost


@routine
def _descend(
    b: Array, z: Array, grid: Grid, starts: NDArray[np.int64], soft: Softness, cost: float, pinned: NDArray[np.bool_],
    reach: float, enough: float, system: Array, work: Array,
) -> int:  # fmt: skip
    """Minimise the smoothed objective from z (m + 1,), in place; leave the system there. Return evaluations."""
    m, x, trial = b.size, work[4], work[5]
    _fill(b, z, grid, starts, soft, cost, system)
    evaluations = 1
    for _ in range(STEPS):
        solve(system, pinned, 1.0, 1.0, x, work)
        before = _slope(system, x)
        largest = 0.0
        for j in range(m):
            largest = max(largest, abs(x[j]))
        share = min(1.0, reach / max(largest, 1e-300))
        if x[m] < -0.5 * z[m]:
            share = min(share, -0.5 * z[m] / x[m])
        for _ in range(CUTS):
            for j in range(m + 1):
                trial[j] = z[j] + share * x[j]
            _fill(b, trial, grid, starts, soft, cost, system)
            evaluations += 1
            after = _slope(system, x)
            if after <= -0.3 * before:
                break
            share *= max(before / (before - after), 0.1)
        z[:] = trial[: m + 1]
        if -before <= enough:
            break
    return evaluations


@routine
def best_one(
    b: Array, v: Array, grid: Grid, starts: NDArray[np.int64], mean_weight: float, max_weight: float,
    pinned: NDArray[np.bool_], worst: float, mean: float, system: Array, work: Array,
) -> tuple[float, float, float, int]:  # fmt: skip
    """Replace least-squares values v (m,) by the best ones; return maximum and mean error, gap and evaluations."""
    m, n = b.size, grid.y.size
    x, trial, z = work[4], work[5], work[6]
    z[:m], z[m] = v, 0.5 * worst
    best_worst, best_mean, best = worst, mean, mean_weight * mean + max_weight * worst
    soft = Softness(mean_weight / n, 0.25 * worst, 1.0 if max_weight > 0.0 else 0.0)
    bound = 0.0
    evaluations = 0
    reach = worst
    if max_weight > 0.0:
        add_runs(b, z, grid, starts, soft, system)
        soft = Softness(soft.share, soft.width, max_weight / -system[GRADIENT, m])
    for level in range(LEVELS):
        enough = 1e-3 * mean_weight * soft.width + 1e-12 * best
        evaluations += _descend(b, z, grid, starts, soft, max_weight, pinned, reach, enough, system, work)
        worst, mean = sample_errors(
            b, z[:m], grid.low, grid.step, grid.y, grid.sums, grid.convex_runs, grid.signs, starts
        )
        objective = mean_weight * mean + max_weight * worst
        gap = system[COUPLING, m] + max_weight * (worst - z[m]) - system[BORDER, m]
        if -_slope(system, x) <= enough:
            bound = max(bound, objective - gap)
        if objective < best:
            best_worst, best_mean, best = worst, mean, objective
            v[:] = z[:m]
        solve(system, pinned, 0.0, 0.0, x, work)
        for j in range(m + 1):
            trial[j] = z[j] + x[j]
        worst, mean = sample_errors(
            b, trial[:m], grid.low, grid.step, grid.y, grid.sums, grid.convex_runs, grid.signs, starts
        )
        objective = mean_weight * mean + max_weight * worst
        if objective < best:
            best_worst, best_mean, best = worst, mean, objective
            v[:] = trial[:m]
        if best - bound <= CLOSE * best:
            break
        fall = FALL
        if level == 0:
            fall = FIRST_FALL
        else:
            solve(system, pinned, 0.0, 1.0, x, work)
            reach = 0.0
            for j in range(m + 1):
                z[j] += (1.0 - fall) * x[j]
                reach = max(reach, 10.0 * abs(x[j]))
        soft = Softness(soft.share, soft.width * FALL, soft.stiffness / fall)
    return best_worst, best_mean, (best - bound) / best, evaluations


@kernel
def best_many(
    breakpoints: Array, grid: Grid, pinned: NDArray[np.bool_], mean_weight: float, max_weight: float, values: Array,
    worst: Array, mean: Array, gaps: Array, evaluations: NDArray[np.int64],
) -> None:  # fmt: skip
    """Fit each row of `breakpoints` (n, m) in place.

    Least-squares `values` (n, m) with their errors `worst` and `mean` (n,) become the best ones with theirs; `gaps`
    (n,) become proven bounds of how far J is above its minimum, as a share of J.
    """
    m = breakpoints.shape[1]
    starts = np.empty(m, dtype=np.int64)
    system, work = np.empty((7, m + 1)), np.zeros((7, m + 1))
    for row in range(breakpoints.shape[0]):
        locate(breakpoints[row], grid.low, grid.step, grid.y.size, starts)
        worst[row], mean[row], gaps[row], evaluations[row] = best_one(
            breakpoints[row], values[row], grid, starts, mean_weight, max_weight, pinned, worst[row], mean[row],
            system, work,
        )  # fmt: skip
