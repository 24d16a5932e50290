"""Compiled walk: where the policy stands, what it sees, and its next point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, kernel, routine
from pwlact._types import Array
from pwlact.search.general.network import Singles
from pwlact.search.general.table_kernels import INSIDE, LEVEL_RATIO, at, line_error

# Columns of a walk: its last three points, the errors of the last two pieces and the largest so far, the level, the end
# of the next piece of equal error, and the derivative of that end by the last point.
U, BEFORE, EARLIER, LAST, EARLIER_LAST, WORST, LEVEL, END, SLOPE, COLUMNS = range(10)

AHEAD = 6  # pieces of equal error that are seen
TRIALS = (0.6, 0.8, 1.25, 1.6, 2.1)  # next gaps that are tried, in gaps of equal error
SIZE = 5 * AHEAD + 13 + 2 * len(TRIALS) + 22  # figures that are seen
SPREAD = 3.0  # an action of 1 is a gap of equal error times this
REACH = 0.95  # largest share of what is left that a gap takes
SNAP = 0.4  # a kink this part of a gap away takes the point
TINY = 1e-9


@routine
def level_of(counts: Singles, u: float, left: float, hint: float) -> float:
    """Return the level, a real number, at which `left` pieces reach from u to the right end."""
    last = counts.shape[0] - 1
    low = min(max(int(hint), 0), last - 1)
    below = at(counts[low], u)
    while below > left and low > 0:
        low -= 1
        below = at(counts[low], u)
    above = at(counts[low + 1], u)
    while above < left and low < last - 1:
        low += 1
        below, above = above, at(counts[low + 1], u)
    if above <= left:
        return low + 1.0
    if below >= left:
        return float(low)
    return low + np.log(left / max(below, 1e-6)) / np.log(above / max(below, 1e-6))


@inlined
def end_of(ends: Singles, u: float, level: float) -> float:
    """Return where the longest piece from u ends at a level."""
    low = min(int(level), ends.shape[0] - 2)
    a, b = at(ends[low], u), at(ends[low + 1], u)
    return min(a + (level - low) * (b - a), 1.0)


@routine
def base_end(ends: Singles, u: float, left: float, level: float) -> float:
    """Return the end of the next of `left` pieces of equal error; where f is straight, of equal width in u."""
    end = end_of(ends, u, level)
    even = u + (1.0 - u) / left
    return even if end >= 1.0 - 0.02 * (1.0 - u) or end - u < 1e-3 * (even - u) else end


@inlined
def _log(ratio: float) -> float:
    return min(max(np.log(max(ratio, TINY)), -3.0), 3.0)


@routine
def _bends(columns: Array, a: float, b: float, seen: Singles, k: int) -> None:
    """Set from index k how both halves of [a, b] bend: from -1, concave, to 1, convex."""
    middle = 0.5 * (a + b)
    for half in range(2):
        low, high = (a, middle) if half == 0 else (middle, b)
        root = at(columns[:, 2], high) - at(columns[:, 2], low)
        seen[k + half] = (at(columns[:, 3], high) - at(columns[:, 3], low)) / (root + 1e-7)


@inlined
def _width(columns: Array, a: float, b: float) -> float:
    return at(columns[:, 0], b) - at(columns[:, 0], a)


@inlined
def _share(columns: Array, a: float, b: float, width: float) -> float:
    """Return the logarithm of the mean density of inputs on [a, b], 0 where it is uniform."""
    return _log((at(columns[:, 4], b) - at(columns[:, 4], a)) / (width + TINY)) / 2.0


@routine
def _near(marks: Array, u: float, gap: float, count: int, seen: Singles, k: int) -> None:
    """Set from index k how near the next `count` marks are, in gaps."""
    found = 0
    for i in range(marks.size):
        if found < count and u + 1e-7 < marks[i] < 1.0:
            away = (marks[i] - u) / gap
            seen[k + 2 * found], seen[k + 2 * found + 1] = 1.0 / (1.0 + away), np.exp(-away)
            found += 1


@routine
def _ahead(columns: Array, ends: Singles, walk: Array, left: float, seen: Singles) -> None:
    """Set what the next pieces of equal error are like: 5 figures each."""
    start, end = walk[U], walk[END]
    gap, width = end - start, _width(columns, start, end)
    for j in range(AHEAD):
        if start >= 1.0 - 1e-6:
            break
        wide = _width(columns, start, end)
        seen[5 * j] = _log((1.0 - start) / left / gap) if j == 0 else _log((end - start) / gap)
        seen[5 * j + 1] = _log(wide / (width + TINY)) / 2.0 if j > 0 else _log(wide * left) / 2.0
        seen[5 * j + 2] = _share(columns, start, end, wide)
        _bends(columns, start, end, seen, 5 * j + 3)
        start, end = end, end_of(ends, end, walk[LEVEL])


@routine
def _behind(columns: Array, walk: Array, error: float, placed: int, seen: Singles, k: int) -> None:
    """Set from index k what the last two pieces are like: 6 figures each, and the largest error so far."""
    gap = walk[END] - walk[U]
    width = _width(columns, walk[U], walk[END])
    for j in range(min(placed, 2)):
        start, end = walk[U + j + 1], walk[U + j]
        wide = _width(columns, start, end)
        seen[k + 6 * j] = _log((end - start) / gap)
        seen[k + 6 * j + 1] = _log(wide / (width + TINY)) / 2.0
        seen[k + 6 * j + 2] = _share(columns, start, end, wide)
        _bends(columns, start, end, seen, k + 6 * j + 3)
        seen[k + 6 * j + 5] = _log(walk[LAST + j] / error)
    if placed > 0:
        seen[k + 12] = _log(walk[WORST] / error)


@routine
def _tried(columns: Array, counts: Singles, squares: bool, walk: Array, left: float, error: float,
           points: Array, seen: Singles, k: int) -> None:  # fmt: skip
    """Set from index k for some next gaps: the error of that piece, and the level of what is left behind it."""
    for j in range(len(TRIALS)):
        end = min(walk[U] + TRIALS[j] * (walk[END] - walk[U]), 1.0)
        seen[k + 2 * j] = _log(line_error(columns, walk[U], end, squares, points) / error) / 2.0
        change = level_of(counts, end, left - 1.0, walk[LEVEL]) - walk[LEVEL] if end < 1.0 else 12.0
        seen[k + 2 * j + 1] = min(max(0.25 * left * change, -3.0), 3.0)


@routine
def _counted(counts: Singles, walk: Array, left: float, points: int, seen: Singles, k: int) -> None:
    """Set from index k what a piece more or fewer would change, and how far the walk is."""
    more = level_of(counts, walk[U], left + 1.0, walk[LEVEL]) - walk[LEVEL]
    fewer = walk[LEVEL] - level_of(counts, walk[U], left - 1.0, walk[LEVEL])
    seen[k], seen[k + 1] = min(0.25 * left * more, 3.0), min(0.25 * left * fewer, 3.0)
    seen[k + 2], seen[k + 3] = 2.0 / left, np.log(left) / 3.0
    seen[k + 4], seen[k + 5] = np.log(points + 1.0) / 3.0, walk[U]
    seen[k + 6] = 1.0 if left > points else 0.0
    seen[k + 7] = 1.0 if left < 2.5 else 0.0
    seen[k + 8] = 1.0 if left < 3.5 else 0.0
    seen[k + 9] = _log((walk[END] - walk[U]) * (points + 1.0))


@kernel
def observe(
    columns: Array, ends: Singles, counts: Singles, whole: Array, squares: NDArray[np.bool_], marks: Array,
    rows: NDArray[np.int64], points: NDArray[np.int64], placed: NDArray[np.int64], walks: Array, seen: Singles,
) -> None:  # fmt: skip
    """Fill what the policy sees (n, SIZE) of n walks (n, COLUMNS) with `placed` points (n,), and level and next end.

    Parameters: the tables of all functions, stacked; the row of each walk's function there (n,), and the number of
    points that it is to have (n,).
    """
    scratch = np.empty((3, INSIDE + 2))
    for i in range(rows.size):
        f, walk, o = rows[i], walks[i], seen[i]
        left = points[i] - placed[i] + 1.0
        walk[LEVEL] = level_of(counts[f], walk[U], left, walk[LEVEL])
        walk[END] = base_end(ends[f], walk[U], left, walk[LEVEL])
        step = 0.02 * (walk[END] - walk[U])
        beside = walk[U] + step
        walk[SLOPE] = (
            base_end(ends[f], beside, left, level_of(counts[f], beside, left, walk[LEVEL])) - walk[END]
        ) / step
        error = whole[f] * LEVEL_RATIO ** walk[LEVEL]
        o[:] = 0.0
        _ahead(columns[f], ends[f], walk, left, o)
        k = 5 * AHEAD
        _behind(columns[f], walk, error, placed[i], o, k)
        _tried(columns[f], counts[f], squares[f], walk, left, error, scratch, o, k + 13)
        _upright(o)
        k += 13 + 2 * len(TRIALS)
        _counted(counts[f], walk, left, points[i], o, k)
        gap = walk[END] - walk[U]
        _near(marks[f, 0], walk[U], gap, 3, o, k + 10)
        _near(marks[f, 1], walk[U], gap, 2, o, k + 16)
        o[k + 20] = 1.0 if _is_marked(marks[f, 1], walk[U]) else 0.0
        o[k + 21] = 1.0 if squares[f] else 0.0


@inlined
def _upright(seen: Singles) -> None:
    """Turn f upside down where the next piece is concave, so that f and -f look alike."""
    if seen[3] + 0.5 * seen[4] < 0.0:
        for j in range(AHEAD):
            seen[5 * j + 3], seen[5 * j + 4] = -seen[5 * j + 3], -seen[5 * j + 4]
        for j in range(2):
            k = 5 * AHEAD + 6 * j + 3
            seen[k], seen[k + 1] = -seen[k], -seen[k + 1]


@inlined
def _is_marked(marks: Array, u: float) -> bool:
    return bool(np.abs(marks - u).min() < 1e-9)


@kernel
def advance(
    columns: Array, squares: NDArray[np.bool_], marks: Array, rows: NDArray[np.int64], actions: Array, walks: Array,
    slopes: Array,
) -> None:  # fmt: skip
    """Take a step of n walks by actions (n,): the next gap is that of equal error times 3^action.

    Fills slopes (n, 2): the derivatives of the next point by the last one, the action kept, and by the action.
    """
    scratch = np.empty((3, INSIDE + 2))
    for i in range(rows.size):
        f, walk = rows[i], walks[i]
        factor = SPREAD ** min(max(actions[i], -1.0), 1.0)
        gap = (walk[END] - walk[U]) * factor
        slopes[i, 0], slopes[i, 1] = 1.0 + (walk[SLOPE] - 1.0) * factor, gap * np.log(SPREAD)
        if gap > REACH * (1.0 - walk[U]):
            gap = REACH * (1.0 - walk[U])
            slopes[i, 0], slopes[i, 1] = 1.0 - REACH, 0.0
        end = walk[U] + gap
        for j in range(marks.shape[2]):
            kink = marks[f, 1, j]
            if abs(kink - end) < SNAP * gap and kink > walk[U] + 0.1 * gap and kink < 1.0:
                end = kink
                slopes[i, 0], slopes[i, 1] = 0.0, 0.0
                break
        walk[EARLIER_LAST], walk[LAST] = walk[LAST], line_error(columns[f], walk[U], end, squares[f], scratch)
        walk[WORST] = max(walk[WORST], walk[LAST])
        walk[EARLIER], walk[BEFORE], walk[U] = walk[BEFORE], walk[U], end
