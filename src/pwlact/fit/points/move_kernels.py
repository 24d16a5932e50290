"""Compiled moves of single breakpoints of noisy points: to near points, across their neighbours, elsewhere.

The squared error as a function of one breakpoint is smooth between points only, and has many local minima among noisy
ones. A trial costs two runs of points and a tridiagonal system.
"""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_left
from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.points.descent_kernels import descend_squares
from pwlact.fit.points.squares import near_value, near_values, segment_error, segment_sums, solve_squares
from pwlact.fit.points.tree import SUMS, Tree, run_sums

FIRST_SWEEPS, SWEEPS = 3, 20  # before the first steps of all, and after them
ACROSS = 12  # trials between the neighbours of a breakpoint
ROUNDS = 4  # of moves and steps
ASIDE = 3  # trials to either side of a point at a breakpoint
GAIN = 1e-10  # a smaller share of the error is no gain


@routine
def _error(b: Array, sums: Array, near: Array, values: Array, work: Array) -> float:
    solve_squares(b, sums, near, values, work)
    total = 0.0
    for k in range(b.size - 1):
        total += segment_error(b, values, sums, k)
    return total


@routine
def _place(t: Tree, b: Array, sums: Array, near: Array, k: int, at: float) -> None:
    """Move breakpoint k, and part the points of its two segments anew."""
    b[k], near[k] = at, near_value(t, at)
    first = bisect_left(t.x, b[k - 1]) if k > 1 else 0
    last = bisect_left(t.x, b[k + 1]) if k < b.size - 2 else t.x.size
    middle = min(max(bisect_left(t.x, at), first), last)
    r, s = sums[k - 1], sums[k]
    r[0], r[1], r[2], r[3], r[4], r[5] = run_sums(t, first, middle)
    s[0], s[1], s[2], s[3], s[4], s[5] = run_sums(t, middle, last)


@routine
def _trials(t: Tree, b: Array, k: int, width: float, reach: int, trials: Array) -> int:
    """Fill places for breakpoint k: near points and the middles between them, and across; return how many."""
    low, high = b[k - 1] + width, b[k + 1] - width
    count, near = 0, bisect_left(t.x, b[k])
    for i in range(max(near - reach, 1), min(near + reach, t.x.size - 1)):
        trials[count], trials[count + 1] = t.x[i], 0.5 * (t.x[i] + t.x[i - 1])
        count += 2
    first, last = bisect_left(t.x, b[k - 1]), bisect_left(t.x, b[k + 1])
    for j in range(1, ACROSS):
        trials[count] = b[k - 1] + (b[k + 1] - b[k - 1]) * j / ACROSS
        i = min(first + (last - first) * j // ACROSS, t.x.size - 1)
        trials[count + 1] = t.x[i]
        count += 2
    if t.x[near] == b[k] and 0 < near < t.x.size - 1:  # a corner: the error falls to a side, or to none
        for j in range(1, ASIDE + 1):
            share = 0.5**j * 0.5**j
            trials[count] = b[k] - share * (b[k] - t.x[near - 1])
            trials[count + 1] = b[k] + share * (t.x[near + 1] - b[k])
            count += 2
    kept = 0
    for j in range(count):
        if low <= trials[j] <= high:
            trials[kept] = trials[j]
            kept += 1
    return kept


@routine
def move_each(t: Tree, b: Array, width: float, reach: int, sweeps: int) -> float:
    """Move each inner breakpoint of b (m,), in place, to the best of its trials, while any gains; return the error."""
    m = b.size
    sums, values, work, near = np.empty((m - 1, SUMS)), np.empty(m), np.empty((3, m)), np.empty(m)
    trials = np.empty(4 * reach + 2 * ACROSS + 2 * ASIDE)
    segment_sums(t, b, sums)
    near_values(t, b, near)
    least = _error(b, sums, near, values, work)
    for _ in range(sweeps):
        before = least
        for k in range(1, m - 1):
            best = b[k]
            for j in range(_trials(t, b, k, width, reach, trials)):
                _place(t, b, sums, near, k, trials[j])
                error = _error(b, sums, near, values, work)
                if error < least:
                    least, best = error, trials[j]
            _place(t, b, sums, near, k, best)
        if least >= before * (1.0 - GAIN):
            break
    return least


@kernel
def insertions(t: Tree, b: Array, places: Array, errors: Array) -> None:
    """Fill the least-squares errors (p,) of breakpoints b (m,) with one more at each place (p,); inf outside."""
    m = b.size + 1
    sums, values, work, grown = np.empty((m - 1, SUMS)), np.empty(m), np.empty((3, m)), np.empty(m)
    near, k = np.empty(m), -1
    for j in range(places.size):
        right = bisect_left(b, places[j])
        errors[j] = np.inf
        if right == 0 or right == b.size or places[j] == b[right]:
            continue
        if right != k:
            k = right
            grown[:k], grown[k], grown[k + 1 :] = b[:k], places[j], b[k:]
            segment_sums(t, grown, sums)
            near_values(t, grown, near)
        _place(t, grown, sums, near, k, places[j])
        errors[j] = _error(grown, sums, near, values, work)


@kernel
def descend(t: Tree, b: Array, width: float, reach: int, steps: int, tolerance: float) -> float:
    """Lower the squared error of breakpoints b (m,), in place: one by one, all together, one by one; return it.

    Parameters
    ----------
    t : Tree
        The points.
    b : ndarray, shape (m,)
        Breakpoints.
    width : float
        Least width of a segment.
    reach : int
        Points to either side of a breakpoint that it is tried at.
    steps : int
        Damped Newton steps at most.
    tolerance : float
        Two steps in a row that gain less than this share are the last.
    """
    move_each(t, b, width, reach, FIRST_SWEEPS)
    least = descend_squares(t, b, width, steps, tolerance)
    for _ in range(ROUNDS):
        before, least = least, move_each(t, b, width, reach, SWEEPS)
        if least < before * (1.0 - GAIN):
            least = descend_squares(t, b, width, steps, tolerance)
        if least >= before * (1.0 - tolerance):
            break
    return least
