"""Compiled tables of where pieces of equal error end."""

from __future__ import annotations

import numpy as np

from pwlact._jit import inlined, kernel, routine
from pwlact._types import Array
from pwlact.search.general.network import Singles

INSIDE = 9  # points of a piece at which it is held against its chord
LEVEL_RATIO = 0.7071067811865476  # between the errors of neighbouring levels


@inlined
def at(table: Array | Singles, u: float) -> float:
    """Return a table (n,), equidistant on [0, 1], at u by linear interpolation."""
    place = min(max(u, 0.0), 1.0) * (table.size - 1)
    i = min(int(place), table.size - 2)
    return table[i] + (place - i) * (table[i + 1] - table[i])


@routine
def line_error(columns: Array, a: float, b: float, squares: bool, points: Array) -> float:
    """Return the largest error of a line on [a, b] of u: of least squares, or of the line with the least such error.

    `points` (3, 11) is overwritten: x, f and the share of inputs at the ends and at 9 points inside.
    """
    _look_up(columns, a, b, points)
    return _squares_error(points) if squares else _chord_error(points)


@inlined
def _look_up(columns: Array, a: float, b: float, points: Array) -> None:
    last = columns.shape[0] - 1
    for k in range(INSIDE + 2):
        place = min(max(a + (b - a) * k / (INSIDE + 1), 0.0), 1.0) * last
        i = min(int(place), last - 1)
        w = place - i
        points[0, k] = columns[i, 0] + w * (columns[i + 1, 0] - columns[i, 0])
        points[1, k] = columns[i, 1] + w * (columns[i + 1, 1] - columns[i, 1])
        points[2, k] = columns[i, 4] + w * (columns[i + 1, 4] - columns[i, 4])


@routine
def _chord_error(points: Array) -> float:
    """Return half the spread of f about its chord."""
    t, y = points[0], points[1]
    slope = (y[INSIDE + 1] - y[0]) / max(t[INSIDE + 1] - t[0], 1e-12)
    most = least = 0.0
    for k in range(1, INSIDE + 1):
        miss = y[k] - y[0] - slope * (t[k] - t[0])
        most, least = max(most, miss), min(least, miss)
    return 0.5 * (most - least)


@routine
def _squares_error(points: Array) -> float:
    """Return the largest error of the least-squares line, its sums being taken by trapezoids."""
    t, y, share = points[0], points[1], points[2]
    s = st = sy = stt = sty = 0.0
    for k in range(1, INSIDE + 2):
        p, q, v, z = t[k - 1] - t[0], t[k] - t[0], y[k - 1] - y[0], y[k] - y[0]
        w = share[k] - share[k - 1] + 1e-9 * (q - p)
        s, st, sy = s + 2.0 * w, st + w * (p + q), sy + w * (v + z)
        stt, sty = stt + w * (p * p + q * q), sty + w * (p * v + q * z)
    slope = (s * sty - st * sy) / max(s * stt - st * st, 1e-300)
    level = (sy - slope * st) / max(s, 1e-300)
    most = 0.0
    for k in range(INSIDE + 2):
        most = max(most, abs(y[k] - y[0] - level - slope * (t[k] - t[0])))
    return most


@kernel
def fill_maps(columns: Array, ends: Singles, counts: Singles, squares: bool) -> float:
    """Fill the maps `ends` and `counts` of `Tables`, each (levels, stops), from its columns; return e_0."""
    stops = ends.shape[1]
    points = np.empty((3, INSIDE + 2))
    whole = max(line_error(columns, 0.0, 1.0, squares, points), 1e-12)
    step = 1.0 / (stops - 1)
    for level in range(ends.shape[0]):
        error = whole * LEVEL_RATIO**level * (1.0 + 1e-9)
        end, miss = 0.0, 0.0  # the last node that is in reach, and the error up to there
        for i in range(stops):
            u = i * step
            end = max(end, u)
            miss = line_error(columns, u, end, squares, points)
            above = miss
            while end < 1.0:
                above = line_error(columns, u, min(end + step, 1.0), squares, points)
                if above > error:
                    break
                end, miss = min(end + step, 1.0), above
            ends[level, i] = end if end >= 1.0 else end + step * _part(miss, above, error)
        for i in range(stops - 1, -1, -1):
            u = i * step
            if ends[level, i] >= 1.0:
                counts[level, i] = min(np.sqrt(line_error(columns, u, 1.0, squares, points) / error), 1.0)
            else:
                counts[level, i] = 1.0 + _count_at(counts[level], ends[level, i], i)
    return whole


@inlined
def _part(miss: float, above: float, error: float) -> float:
    """Return which part of a step is in reach, errors growing as the square of a width."""
    low, high = np.sqrt(min(miss, error)), np.sqrt(above)
    return (np.sqrt(error) - low) / max(high - low, 1e-12)


@inlined
def _count_at(counts: Singles, u: float, i: int) -> float:
    """Return counts at u, past node i; between i and its neighbour only the neighbour is known."""
    place = u * (counts.size - 1)
    j = min(int(place), counts.size - 2)
    if j <= i:
        return counts[i + 1]
    return counts[j] + (place - j) * (counts[j + 1] - counts[j])
