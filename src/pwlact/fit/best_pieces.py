"""The sum of absolute errors as a smooth function of the values, by convex pieces of the samples, in O(m log n).

The size of an error r within a width d is r^2 / (2 d) + d / 2. Where no more than a few samples are within it, the
place of the sign change moves continuously between samples instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, routine
from pwlact._types import Array
from pwlact.fit.interior_kernels import COUPLING, DIAGONAL, GRADIENT
from pwlact.fit.kernels import DIRECT, crossing, lowest, moments

RIDGE = 1e-2  # of the curvature that sign changes have: keeps steps short where there are none
FEW = 3  # samples


class Grid(NamedTuple):
    """Samples y at low + i * step, with the tables of `Samples`."""

    low: float
    step: float
    y: Array
    sums: Array
    convex_runs: NDArray[np.int64]
    signs: NDArray[np.int64]


@inlined
def _push(linear: Array, k: int, t: float, s: float, n: float, push: float) -> None:
    """Add the gradient of n samples at t, t + s, ... of segment k, each of which pushes p."""
    right = n * (t + 0.5 * s * (n - 1.0))
    linear[k] += push * (n - right)
    linear[k + 1] += push * right


@inlined
def _bend(system: Array, k: int, t: float, weight: float) -> None:
    """Add the second derivative of a sample at t of segment k."""
    system[DIAGONAL, k] += weight * (1.0 - t) * (1.0 - t)
    system[COUPLING, k] += weight * (1.0 - t) * t
    system[DIAGONAL, k + 1] += weight * t * t


@routine
def find_pieces(b: Array, grid: Grid, starts: NDArray[np.int64], pieces: NDArray[np.int64]) -> int:
    """Fill pieces (p, 9), parts of segments on which y is convex or concave: segment, start, stop, sign; count them.

    `scan` fills the other columns.
    """
    count = run = 0
    for k in range(b.size - 1):
        start = starts[k]
        while start < starts[k + 1]:
            while grid.convex_runs[run + 1] <= start:
                run += 1
            stop = min(grid.convex_runs[run + 1], starts[k + 1])
            pieces[count, 0], pieces[count, 1], pieces[count, 2], pieces[count, 3] = k, start, stop, grid.signs[run]
            count += 1
            start = stop
    return count


@routine
def scan(b: Array, z: Array, grid: Grid, pieces: NDArray[np.int64], width: float) -> None:
    """Find where the error on each piece is lowest, and where it enters and leaves the width, at values z (m,).

    With the sign of the piece the error is convex: it falls to the width at column 5, to its negative at 6, is lowest
    at 4, rises above minus the width at 7 and to the width at 8.
    """
    y = grid.y
    for p in range(pieces.shape[0]):
        k, start, stop, sign = pieces[p, 0], pieces[p, 1], pieces[p, 2], float(pieces[p, 3])
        slope = (z[k + 1] - z[k]) / (b[k + 1] - b[k])
        origin = z[k] + slope * (grid.low - b[k])
        slope *= grid.step
        low = lowest(y, slope, sign, start, stop)
        pieces[p, 4:9] = low
        bottom = sign * (y[low] - (origin + slope * low))
        first = sign * (y[start] - (origin + slope * start))
        last = sign * (y[stop - 1] - (origin + slope * (stop - 1)))
        left, right = start, stop
        for side in range(2):
            level = width if side == 0 else -width
            if bottom > level:
                break
            shifted = origin + sign * level
            left = left if first <= level else crossing(y, shifted, slope, -sign, left, low)
            right = right if last < level else crossing(y, shifted, slope, sign, low, right)
            pieces[p, 5 + side], pieces[p, 8 - side] = left, right
            if side == 0:
                pieces[p, 6] = pieces[p, 7] = low


@routine
def _soft(
    system: Array, grid: Grid, k: int, t: float, s: float, v: float, rise: float, start: int, stop: int, weight: float
) -> None:
    """Add weight / 2 * (p - y)^2 of samples start .. stop - 1 of segment k, at t, t + s, ... of it."""
    count, first, second, total, along = float(stop - start), 0.0, 0.0, 0.0, 0.0
    if stop - start <= DIRECT:
        for i in range(start, stop):
            u = t + s * (i - start)
            r = v + rise * u - grid.y[i]
            first += u
            second += u * u
            total += r
            along += r * u
    else:
        sum_j = 0.5 * count * (count - 1.0)
        sum_jj = (count - 1.0) * count * (2.0 * count - 1.0) / 6.0
        first = count * t + s * sum_j
        second = count * t * t + 2.0 * t * s * sum_j + s * s * sum_jj
        sum_y, sum_jy = moments(grid.y, grid.sums, start, stop)
        total = v * count + rise * first - sum_y
        along = v * first + rise * second - (t * sum_y + s * sum_jy)
    system[GRADIENT, k] += weight * (total - along)
    system[GRADIENT, k + 1] += weight * along
    system[DIAGONAL, k] += weight * (count - 2.0 * first + second)
    system[COUPLING, k] += weight * (first - second)
    system[DIAGONAL, k + 1] += weight * second


@inlined
def _change(system: Array, k: int, u: float, before: float, after: float, share: float) -> None:
    """Let a sign change of r between two samples, at u of segment k, move continuously."""
    part = before / (before - after)
    push = 2.0 * share * np.copysign(part - 0.5, before * (part - 0.5))
    system[GRADIENT, k] += push * (1.0 - u)
    system[GRADIENT, k + 1] += push * u
    _bend(system, k, u, 2.0 * share / abs(before - after))


@routine
def add_smooth(
    b: Array, z: Array, grid: Grid, pieces: NDArray[np.int64], share: float, width: float, system: Array
) -> None:
    """Add gradient and second derivatives of the sum of errors, each counted by its share, to the system."""
    y, last = grid.y, 0.0
    for p in range(pieces.shape[0]):
        k, start, stop, sign = pieces[p, 0], pieces[p, 1], pieces[p, 2], float(pieces[p, 3])
        span = b[k + 1] - b[k]
        v, rise, s = z[k], z[k + 1] - z[k], grid.step / span
        t = (grid.low + start * grid.step - b[k]) / span
        slope = rise * s
        origin = v + rise * t - slope * start
        first = origin + slope * start - y[start]
        if last * first < 0.0 and min(abs(last), abs(first)) > width:
            part = last / (last - first)
            _change(system, k, t - s * (1.0 - part) if pieces[p - 1, 0] == k else 0.0, last, first, share)
        last = origin + slope * (stop - 1) - y[stop - 1]
        bottom = sign * (y[pieces[p, 4]] - (origin + slope * pieces[p, 4]))
        top = max(-sign * first, -sign * last)
        i, j = pieces[p, 5], pieces[p, 6]
        _push(system[GRADIENT], k, t, s, float(i - start), -sign * share)
        _push(system[GRADIENT], k, t + s * (pieces[p, 8] - start), s, float(stop - pieces[p, 8]), -sign * share)
        _push(system[GRADIENT], k, t + s * (j - start), s, float(pieces[p, 7] - j), sign * share)
        for side in range(2):
            if side == 1:
                i, j = pieces[p, 7], pieces[p, 8]
            change = 0
            if j - i <= FEW:
                for q in range(max(i, start + 1), min(j + 1, stop)):
                    before, after = origin + slope * (q - 1) - y[q - 1], origin + slope * q - y[q]
                    if before * after < 0.0:
                        change = q
                        part = before / (before - after)
                        _change(system, k, t + s * (q - 1 + part - start), before, after, share)
                        up = np.copysign(share, after)
                        _push(system[GRADIENT], k, t + s * (i - start), s, float(q - i), -up)
                        _push(system[GRADIENT], k, t + s * (q - start), s, float(j - q), up)
                        break
            if change == 0 and i < j:
                _soft(system, grid, k, t + s * (i - start), s, v, rise, i, j, share / width)
        spread = RIDGE * share * (stop - start) / max(top - bottom, width)
        system[DIAGONAL, k] += spread
        system[DIAGONAL, k + 1] += spread
