"""The smoothed objective of `best_kernels` on samples of one weight, by convex runs, in O(m log n)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, routine
from pwlact._types import Array
from pwlact.fit.kernels import DIRECT, crossing, moments

GRADIENT, LINEAR, DIAGONAL, COUPLING, BORDER, LOOSE_DIAGONAL, LOOSE_COUPLING = range(7)
"""Rows of a system: gradients of the quadratic and of the linear terms; diagonal, coupling to the next value and border
of the second derivatives; diagonal and coupling of what keeps a step short where there are none. Column j is of value
j, the last of E; there, couplings and borders hold parts of the gap."""

RIDGE = 1e-2  # of the curvature that a segment's crossings would have


class Grid(NamedTuple):
    """Samples y at low + i * step, with the tables of `Samples`."""

    low: float
    step: float
    y: Array
    sums: Array
    convex_runs: NDArray[np.int64]
    signs: NDArray[np.int64]


class Softness(NamedTuple):
    """What smooths J: the weight of a sample, the width d, and the stiffness h; without a maximum h is 0."""

    share: float
    width: float
    stiffness: float


@inlined
def _even(system: Array, k: int, t: float, s: float, n: int, push: float) -> None:
    """Add n samples at t, t + s, ... of segment k whose errors keep their sign; each pushes p."""
    right = n * (t + 0.5 * s * (n - 1))
    system[LINEAR, k] += push * (n - right)
    system[LINEAR, k + 1] += push * right


@inlined
def _loosen(system: Array, k: int, t: float, weight: float) -> None:
    """Keep steps short at t of segment k."""
    system[LOOSE_DIAGONAL, k] += weight * (1.0 - t) * (1.0 - t)
    system[LOOSE_COUPLING, k] += weight * (1.0 - t) * t
    system[LOOSE_DIAGONAL, k + 1] += weight * t * t


@inlined
def _soft(
    system: Array, grid: Grid, k: int, t: float, s: float, v: float, rise: float, start: int, stop: int, factor: float,
    level: float, width: float,
) -> None:  # fmt: skip
    """Add factor / 2 * (p - y - level)^2 of samples start .. stop - 1; the level is 0, or E with the error's sign.

    The gap of a sample within the width is factor * (width |r| - r^2) with r = p - y, that of one beyond E is less by
    factor * (r - level)^2 than what its push contributes. Of many samples together bounds are taken.
    """
    n = stop - start
    count, first, second = float(n), 0.0, 0.0
    total = along = absolute = square = 0.0
    if n <= DIRECT:
        for i in range(start, stop):
            u = t + s * (i - start)
            r = v + rise * u - grid.y[i] - level
            first += u
            second += u * u
            total += r
            along += r * u
            absolute += abs(r)
            square += r * r
    else:
        sum_j = 0.5 * count * (count - 1.0)
        sum_jj = (count - 1.0) * count * (2.0 * count - 1.0) / 6.0
        first = count * t + s * sum_j
        second = count * t * t + 2.0 * t * s * sum_j + s * s * sum_jj
        sum_y, sum_jy = moments(grid.y, grid.sums, start, stop)
        total = (v - level) * count + rise * first - sum_y
        along = (v - level) * first + rise * second - (t * sum_y + s * sum_jy)
        absolute, square = width * count, total * total / count
        if level == 0.0:
            square = 0.75 * width * width * count
    system[GRADIENT, k] += factor * (total - along)
    system[GRADIENT, k + 1] += factor * along
    system[DIAGONAL, k] += factor * (count - 2.0 * first + second)
    system[COUPLING, k] += factor * (first - second)
    system[DIAGONAL, k + 1] += factor * second
    m = system.shape[1] - 1
    if level == 0.0:
        system[COUPLING, m] += factor * (width * absolute - square)
        return
    sign = np.copysign(1.0, level)
    system[GRADIENT, m] -= factor * sign * total
    system[DIAGONAL, m] += factor * count
    system[BORDER, k] -= factor * sign * (count - first)
    system[BORDER, k + 1] -= factor * sign * first
    system[BORDER, m] += factor * square


@routine
def _run(
    system: Array, grid: Grid, soft: Softness, limit: float, k: int, t: float, s: float, v: float, rise: float,
    sign: float, start: int, stop: int,
) -> None:  # fmt: skip
    """Add samples start .. stop - 1 of segment k, on which sign * (y - p) is convex; the first one is at t."""
    y, slope, width = grid.y, rise * s, soft.width
    origin = v + rise * t - slope * start
    low, high = start, stop - 1
    while low < high:
        middle = (low + high) >> 1
        if sign * (y[middle + 1] - y[middle] - slope) >= 0.0:
            high = middle
        else:
            low = middle + 1
    bottom = sign * (y[low] - (origin + slope * low))
    first = sign * (y[start] - (origin + slope * start))
    last = sign * (y[stop - 1] - (origin + slope * (stop - 1)))
    spread = RIDGE * soft.share * (stop - start) / max(max(first, last) - bottom, width)
    system[LOOSE_DIAGONAL, k] += spread
    system[LOOSE_DIAGONAL, k + 1] += spread
    left, right = start, stop
    for zone in range(5):  # from the outer samples inwards: beyond E, beyond the width, within it, and so on below 0
        inner_left = inner_right = low
        level = limit if zone == 0 else width if zone == 1 else -width if zone == 2 else -limit
        if zone < 4 and bottom <= level:
            inner_left = left if first <= level else crossing(y, origin + sign * level, slope, -sign, left, low)
            inner_right = right if last < level else crossing(y, origin + sign * level, slope, sign, low, right)
        push = -sign if zone < 2 else sign
        for side in range(2):
            i, j = (left, inner_left) if side == 0 else (inner_right, right)
            u = t + s * (i - start)
            if i >= j:
                if zone == 2 and start < i < stop and bottom < -width:  # a sign change between samples
                    change = abs(y[i] - y[i - 1] - slope)
                    _loosen(system, k, u - 0.5 * s, 2.0 * soft.share / max(change, 2.0 * width))
                continue
            if zone == 2:
                _soft(system, grid, k, u, s, v, rise, i, j, soft.share / width, 0.0, width)
                continue
            _even(system, k, u, s, j - i, soft.share * push)
            if zone == 0 or zone == 4:
                _soft(system, grid, k, u, s, v, rise, i, j, soft.stiffness, limit * push, width)
        left, right = inner_left, inner_right
        if left >= right:
            break


@routine
def add_runs(b: Array, z: Array, grid: Grid, starts: NDArray[np.int64], soft: Softness, system: Array) -> None:
    """Fill the system (7, m + 1) at values and E, z (m + 1,), but for the cost of E."""
    m, run = b.size, 0
    system[:] = 0.0
    limit = z[m] if soft.stiffness > 0.0 else np.inf
    for k in range(m - 1):
        start, span = starts[k], b[k + 1] - b[k]
        v, rise = z[k], z[k + 1] - z[k]
        while start < starts[k + 1]:
            while grid.convex_runs[run + 1] <= start:
                run += 1
            stop = min(grid.convex_runs[run + 1], starts[k + 1])
            t = (grid.low + start * grid.step - b[k]) / span
            _run(
                system, grid, soft, limit, k, t, grid.step / span, v, rise, float(grid.signs[run]), start, stop
            )  # fmt: skip
            start = stop
