"""The smallest maximum error of each row, by the greedy path of linked lines.

As `search.crossing` does, eps is bracketed between a tube that the path fails to cross and one that it crosses. Here
few paths are tried. The function goes on beyond its end, so that each path tells how far its lines come, short of the
end or beyond it; where errors are small that distance, measured by the integral of sqrt|f''|, is about proportional to
the square root of eps. So eps is found by the secant's rule. Where the distance jumps, as a line that clears a bump may
run far, the bracket is halved.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.curve import FIRST, START, STEP, Tables
from pwlact.fit.curve_kernels import value_at
from pwlact.fit.minimax_kernels import minimax_one
from pwlact.many.tables import fill_tables, make_room
from pwlact.search.tube import ROUNDING, TINY, greedy_path

ACCURACY = 1e-6  # of the smallest error, relative to it
BISECTIONS = 36  # of the range of an extent: its accuracy as a share of the range is 2^-36
TRIES = 90  # paths at most; nine are usual
JUMP = 4.0  # relative width of the bracket, by which progress changes where it jumps
SLOW = 0.6  # share of the bracket that a path leaves where it helps little
WIDE = 8.0  # factor by which one step may change sqrt(eps) at most

Lines = tuple[Array, Array, Array]


@routine
def _bends(x: Array, slopes: Array, bends: Array) -> None:
    """Fill the integral of sqrt|f''| from the left end to each x (k,)."""
    bends[0] = 0.0
    for i in range(x.size - 1):
        bends[i + 1] = bends[i] + np.sqrt(abs(slopes[i + 1] - slopes[i]) * (x[i + 1] - x[i]))
    bends[x.size - 1] = max(bends[x.size - 1], TINY)  # by which shares are divided


@routine
def _progress(t: Tables, x: Array, bends: Array, at: float) -> float:
    """Return the share of the whole bend that lies left of a point; above 1 beyond the end."""
    last = x.size - 1
    if at >= x[last]:
        k = t.convex_runs.shape[0] - 2
        first = int(t.convex_runs[k, FIRST])
        curvature = abs(t.nodes[first + 1, 1] - t.nodes[first, 1]) / t.convex_runs[k, STEP]
        return float(1.0 + (at - x[last]) * np.sqrt(curvature) / bends[last])
    i = max(int(np.searchsorted(x, at)), 1)
    inside = (at - x[i - 1]) / (x[i] - x[i - 1])
    return float((bends[i - 1] + inside * (bends[i] - bends[i - 1])) / bends[last])


@routine
def _attempt(t: Tables, x: Array, bends: Array, eps: float, tolerance: float, found: Lines) -> tuple[int, float]:
    """Send a path through the tube; return its lines up to the end, 0 if they fall short, and its progress minus 1."""
    lines, complete = greedy_path(t, eps, True, np.nan, np.nan, tolerance, BISECTIONS, *found)
    far = t.convex_runs[-1, START] if complete else found[2][lines - 1, 2]
    for j in range(lines):
        if (complete and j == lines - 1) or found[2][j, 2] >= x[-1]:
            return j + 1, _progress(t, x, bends, far) - 1.0
    return 0, min(_progress(t, x, bends, far) - 1.0, -1e-300)


@routine
def cross(
    t: Tables, x: Array, bends: Array, segments: int, scale: float, found: Lines, kept: Lines
) -> tuple[float, float, int]:
    """Return an eps at which the path fails, 0 if there is none; one at which it crosses; and its number of lines.

    `kept` is filled with slopes, intercepts and contacts of the path that crosses; `found` is scratch of its shape.
    """
    tolerance = ROUNDING * max(scale, TINY)
    low, high, off_low, off_high, count = 0.0, np.inf, -1.0, 0.0, 0  # square roots of eps, and progress minus 1
    z, before, off_before = np.sqrt(2.0 * tolerance), 0.0, -1.0
    wide, halve = np.inf, False
    for tried in range(TRIES):
        lines, off = _attempt(t, x, bends, z * z, tolerance, found)
        if lines:
            high, off_high, count = z, off, lines
            kept[0][:lines], kept[1][:lines], kept[2][:lines] = found[0][:lines], found[1][:lines], found[2][:lines]
        else:
            low, off_low = z, off
        if low == 0.0 or high <= low * (1.0 + 0.5 * ACCURACY):
            break
        if tried == 0:  # far below
            after = max(bends[-1] / (4.0 * segments), 2.0 * low)
        else:
            after = z - off * (z - before) / (off - off_before) if off != off_before else np.inf
            after = min(max(after, z / WIDE), z * WIDE)
            jumps = off_high - off_low > JUMP * (high / low - 1.0)
            halve = not halve and high - low > SLOW * wide
            wide = high - low
            if halve or jumps or not low < after < high:
                after = np.sqrt(low * high) if high < np.inf else 2.0 * z
            after = max(min(after, high * (1.0 - 0.1 * ACCURACY)), low * (1.0 + 0.1 * ACCURACY))
        before, off_before = (z, off) if tried else (0.0, -1.0)
        z = after
    return low * low, high * high, count


@routine
def corners(lines: Lines, count: int, end: float, b: Array, v: Array) -> int:
    """Fill breakpoints and values (count + 1,) at which the lines of a path meet; return how many there are."""
    slopes, intercepts, contacts = lines
    b[0], v[0] = 0.0, intercepts[0]
    m = 1
    for j in range(count - 1):
        turn = slopes[j + 1] - slopes[j]
        at = contacts[j, 2]
        if turn != 0.0:
            at = min(max((intercepts[j] - intercepts[j + 1]) / turn, contacts[j, 1]), at)
        if at > b[m - 1]:
            b[m], v[m] = at, intercepts[j] + slopes[j] * at
            m += 1
    if b[m - 1] >= end:
        m -= 1
    b[m], v[m] = end, intercepts[count - 1] + slopes[count - 1] * end
    return m + 1


@kernel
def smallest_errors(
    x: Array, even: bool, y: Array, slopes: Array, segments: NDArray[np.int64],
    breakpoints: Array, values: Array, used: NDArray[np.int64], bounds: Array,
) -> None:  # fmt: skip
    """Fill for each row the PWL with the smallest maximum error.

    Parameters
    ----------
    x : ndarray, shape (k,)
        Positions, from 0 on.
    even : bool
        Whether they have equal steps.
    y, slopes : ndarray, shape (n, k)
        Values and slopes of the splines there.
    segments : ndarray of int64, shape (n,)
        Most segments of each.
    breakpoints, values : ndarray, shape (n, m)
        Filled; a row of fewer segments repeats its last ones.
    used : ndarray of int64, shape (n,)
        Filled with the segments of each: fewer than asked for where fewer are exact to rounding.
    bounds : ndarray, shape (n,)
        Filled with errors at which the path, which is optimal, fails.
    """
    most = int(np.max(segments))
    room = make_room(x.size)
    bends, work = np.empty(x.size), np.empty((4, max(most + 1, 2)))
    slope, intercept, contacts = np.empty((2, most)), np.empty((2, most)), np.empty((2, most, 3))
    for i in range(y.shape[0]):
        t, scale = fill_tables(room, x, even, y[i], slopes[i])
        _bends(x, slopes[i], bends)
        k = segments[i]
        found = (slope[0, :k], intercept[0, :k], contacts[0, :k])
        kept = (slope[1, :k], intercept[1, :k], contacts[1, :k])
        bounds[i], _, count = cross(t, x, bends, k, scale, found, kept)
        b, v = breakpoints[i], values[i]
        m = corners(kept, count, x[-1], b, v)
        minimax_one(t, b[:m], max(scale, TINY), np.nan, np.nan, v[:m], work)
        used[i] = m - 1
        b[m:], v[m:] = b[m - 1], v[m - 1]


@kernel
def settle_rows(x: Array, even: bool, y: Array, slopes: Array, breakpoints: Array, values: Array) -> None:
    """Fill the minimax values (n, m) at given breakpoints (n, m), near the functions'; see `smallest_errors`."""
    room, work = make_room(x.size), np.empty((4, max(breakpoints.shape[1], 2)))
    for i in range(y.shape[0]):
        t, scale = fill_tables(room, x, even, y[i], slopes[i])
        for j in range(breakpoints.shape[1]):
            values[i, j] = value_at(t, breakpoints[i, j])
        minimax_one(t, breakpoints[i], max(scale, TINY), np.nan, np.nan, values[i], work)


@kernel
def fewest_lines(
    x: Array, even: bool, y: Array, slopes: Array, eps: Array, most: int, counts: NDArray[np.int64]
) -> None:
    """Fill the fewest segments (n,) of a PWL within eps (n,) of each row; most + 1 where `most` do not do.

    The other arguments are those of `smallest_errors`.
    """
    room, found = make_room(x.size), (np.empty(most), np.empty(most), np.empty((most, 3)))
    bends = np.empty(x.size)
    for i in range(y.shape[0]):
        t, scale = fill_tables(room, x, even, y[i], slopes[i])
        _bends(x, slopes[i], bends)
        count, _ = _attempt(t, x, bends, eps[i], ROUNDING * max(scale, TINY), found)
        counts[i] = count if count else most + 1
