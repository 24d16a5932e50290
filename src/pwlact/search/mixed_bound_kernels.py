"""Compiled bounds of the mean error of lines between walls, and of the cheapest groups of samples.

Neighbouring samples are taken together in blocks: the errors of a line in a block add up to at least the error of
its centre of weight times its weight. So a line has at least the cost of a line through some thirty centres, between
the walls of as many samples. That cost is convex in the slope, once the intercept is the best one for it, and two of
its tangents bound it from below where they cross.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, kernel, routine
from pwlact._types import Array

Ints = NDArray[np.int64]
WEIGHT, MOMENT, VALUE = range(3)  # columns of sums: weights, weighted positions, weighted values
COLUMNS = 3  # low parts of the sums are as many columns further on
LOW, HIGH = range(2)  # columns of walls
U, X, Y, AT, BELOW, ABOVE, REST, SHARE = range(8)  # rows of a room: blocks, walls, and what the median is taken of
BLOCKS = 32  # of a line
NEWTON = 12  # steps towards the steepest and the flattest line
TANGENTS = 24
CLOSE = 1e-3  # share of the least cost that the tangents may leave open


@kernel
def prefix_sums(y: Array, weights: Array) -> Array:
    """Return prefix sums (n + 1, 6) of weights, weighted positions and weighted values, then the sums' low parts.

    Parameters
    ----------
    y, weights : ndarray, shape (n,)
        Values, and their weights.
    """
    sums = np.zeros((y.size + 1, 2 * COLUMNS))
    for i in range(y.size):
        for column in range(COLUMNS):
            added = weights[i] * (1.0 if column == WEIGHT else (float(i) if column == MOMENT else y[i]))
            before = sums[i, column]
            after = before + added
            share = after - before
            sums[i + 1, column] = after
            sums[i + 1, COLUMNS + column] = sums[i, COLUMNS + column] + ((before - (after - share)) + (added - share))
    return sums


@inlined
def _between(sums: Array, begin: int, end: int, column: int) -> float:
    """Return the sum of samples begin .. end - 1."""
    low = sums[end, COLUMNS + column] - sums[begin, COLUMNS + column]
    total: float = sums[end, column] - sums[begin, column] + low
    return total


@routine
def _fill(sums: Array, walls: Array, first: int, last: int, room: Array) -> int:
    """Fill blocks of samples first .. last - 1, positions from the middle one, and walls; return how many blocks."""
    count = min(last - first, BLOCKS)
    middle = 0.5 * (first + last - 1)
    begin = first
    for m in range(count):
        end = first + ((last - first) * (m + 1)) // count
        weight = _between(sums, begin, end, WEIGHT)
        room[U, m] = weight
        room[X, m] = room[Y, m] = 0.0
        if weight > 0.0:
            room[X, m] = _between(sums, begin, end, MOMENT) / weight - middle
            room[Y, m] = _between(sums, begin, end, VALUE) / weight
        at = begin if m < count - 1 else last - 1
        room[AT, m], room[BELOW, m], room[ABOVE, m] = at - middle, walls[at, LOW], walls[at, HIGH]
        begin = end
    return count


@routine
def _median(room: Array, count: int, slope: float) -> float:
    """Return the weighted median of the values less the slope: the best intercept without walls."""
    total = 0.0
    for m in range(count):
        room[REST, m], room[SHARE, m] = room[Y, m] - slope * room[X, m], room[U, m]
        total += room[U, m]
    low, high, before = 0, count - 1, 0.0
    while low < high:
        pivot, i, j = room[REST, (low + high) >> 1], low, high
        while i <= j:
            while room[REST, i] < pivot:
                i += 1
            while room[REST, j] > pivot:
                j -= 1
            if i <= j:
                room[REST, i], room[REST, j] = room[REST, j], room[REST, i]
                room[SHARE, i], room[SHARE, j] = room[SHARE, j], room[SHARE, i]
                i += 1
                j -= 1
        left = before
        for m in range(low, j + 1):
            left += room[SHARE, m]
        if left >= 0.5 * total:
            high = j
            continue
        for m in range(j + 1, i):
            left += room[SHARE, m]
        if left >= 0.5 * total:
            return float(pivot)
        before, low = left, i
    middle: float = room[REST, min(low, count - 1)]
    return middle


@routine
def _intercepts(room: Array, count: int, slope: float) -> tuple[float, float, float, float]:
    """Return the least intercept within the walls with its point of contact, then the largest."""
    least, largest, x_least, x_largest = -np.inf, np.inf, 0.0, 0.0
    for m in range(count):
        tilt = slope * room[AT, m]
        if room[BELOW, m] - tilt > least:
            least, x_least = room[BELOW, m] - tilt, room[AT, m]
        if room[ABOVE, m] - tilt < largest:
            largest, x_largest = room[ABOVE, m] - tilt, room[AT, m]
    return least, x_least, largest, x_largest


@routine
def _outermost(room: Array, count: int, slope: float, side: float) -> float:
    """Return a slope that no line within the walls is beyond, from one beyond; infinite if there is no line."""
    for _ in range(NEWTON):
        least, x_least, largest, x_largest = _intercepts(room, count, slope)
        excess, grade = least - largest, x_largest - x_least
        if not excess > 0.0:
            break
        if grade * side <= 0.0:
            return -side * np.inf
        slope -= excess / grade
    return slope


@routine
def _tangent(room: Array, count: int, slope: float) -> tuple[float, float]:
    """Return the cost of the best line of a slope, and a subgradient by the slope."""
    least, x_least, largest, x_largest = _intercepts(room, count, slope)
    free = _median(room, count, slope)
    level = min(max(free, least), largest)
    below = above = tied = moment = cost = tied_moment = 0.0
    for m in range(count):
        over = level - (room[Y, m] - slope * room[X, m])  # exactly zero where the median is
        cost += room[U, m] * abs(over)
        if over > 0.0:
            below += room[U, m]
            moment += room[U, m] * room[X, m]
        elif over < 0.0:
            above += room[U, m]
            moment -= room[U, m] * room[X, m]
        else:
            tied += room[U, m]
            tied_moment += room[U, m] * room[X, m]
    if level == free:  # signs of what the line meets make up for the others
        return cost, moment + (tied_moment * min(max((above - below) / tied, -1.0), 1.0) if tied > 0.0 else 0.0)
    return cost, moment - (below - above) * (x_least if level > free else x_largest)


@routine
def line_bound(sums: Array, walls: Array, first: int, last: int, room: Array) -> float:
    """Return a lower bound of the cost of a line within walls on samples first .. last - 1; infinite if none is."""
    if last - first < 3:
        return 0.0
    count = _fill(sums, walls, first, last, room)
    a, b = 0, count - 1
    width = room[AT, b] - room[AT, a]
    left = (room[BELOW, b] - room[ABOVE, a]) / width
    right = (room[ABOVE, b] - room[BELOW, a]) / width
    if not (np.isfinite(left) and np.isfinite(right)):
        return 0.0
    left, right = _outermost(room, count, left, -1.0), _outermost(room, count, right, 1.0)
    if left > right:
        return np.inf
    cost_left, grade_left = _tangent(room, count, left)
    if grade_left >= 0.0:
        return cost_left
    cost_right, grade_right = _tangent(room, count, right)
    if grade_right <= 0.0:
        return cost_right
    for _ in range(TANGENTS):
        slope = left + (cost_right - cost_left - grade_right * (right - left)) / (grade_left - grade_right)
        crossed = cost_left + grade_left * (slope - left)
        if not left < slope < right:
            break
        cost, grade = _tangent(room, count, slope)
        if cost - crossed <= CLOSE * cost:
            break
        if grade < 0.0:
            left, cost_left, grade_left = slope, cost, grade
        else:
            right, cost_right, grade_right = slope, cost, grade
    return max(crossed, 0.0)


@kernel
def forward(
    sums: Array, walls: Array, cells: Ints, offsets: Ints, limit: float, costs: Array, choice: Ints, lines: Array
) -> float:
    """Fill the least cost of the samples left of each cell, and return that of all samples.

    Parameters
    ----------
    sums : ndarray, shape (n + 1, 6)
        As `prefix_sums` gives.
    walls : ndarray, shape (n, 2)
        Least and largest value at each sample.
    cells : ndarray of int64, shape (c, 2)
        First and last number of samples left of a boundary in a cell, ascending for each boundary.
    offsets : ndarray of int64, shape (segments + 2,)
        Boundary k has the cells offsets[k] .. offsets[k + 1] - 1; the first and the last boundary have one each.
    limit : float
        Costs above are left out.
    costs : ndarray, shape (c,)
        Filled; infinite above the limit.
    choice : ndarray of int64, shape (c,)
        Filled with the cell before of the least cost.
    lines : ndarray, shape (pairs of neighbouring boundaries' cells,)
        nan; filled with costs of lines, as far as they are needed here.
    """
    room = np.empty((8, BLOCKS))
    costs[:] = np.inf
    costs[0] = 0.0
    pair = 0
    for k in range(1, offsets.size - 1):
        before = offsets[k] - offsets[k - 1]
        for c in range(offsets[k], offsets[k + 1]):
            best = np.inf
            for d in range(offsets[k] - 1, offsets[k - 1] - 1, -1):  # ever longer lines
                if costs[d] >= best or cells[d, 0] > cells[c, 1]:
                    continue
                line = line_bound(sums, walls, cells[d, 1], cells[c, 0], room)
                lines[pair + d - offsets[k - 1]] = line
                if line > limit:
                    break
                if costs[d] + line < best:
                    best, choice[c] = costs[d] + line, d
            costs[c] = best if best <= limit else np.inf
            pair += before
    return float(costs[offsets[offsets.size - 2]])


@kernel
def backward(
    sums: Array, walls: Array, cells: Ints, offsets: Ints, limit: float, before: Array, lines: Array, costs: Array
) -> None:
    """Fill the least cost of the samples right of each cell, given that left of it.

    Parameters
    ----------
    sums, walls, cells, offsets, limit, lines
        As in `forward`, which is called first.
    before : ndarray, shape (c,)
        Costs that `forward` fills.
    costs : ndarray, shape (c,)
        Filled; infinite where cells are on no path within the limit.
    """
    room = np.empty((8, BLOCKS))
    costs[:] = np.inf
    last = offsets.size - 2
    costs[offsets[last]] = 0.0
    pair = lines.size
    for k in range(last - 1, 0, -1):
        own = offsets[k + 1] - offsets[k]
        pair -= own * (offsets[k + 2] - offsets[k + 1])
        for d in range(offsets[k], offsets[k + 1]):
            best = np.inf
            for c in range(offsets[k + 1], offsets[k + 2]):
                if costs[c] >= best or before[d] + costs[c] > limit or cells[d, 0] > cells[c, 1]:
                    continue
                line = lines[pair + (c - offsets[k + 1]) * own + d - offsets[k]]
                if np.isnan(line):
                    line = line_bound(sums, walls, cells[d, 1], cells[c, 0], room)
                if line > limit:
                    break
                best = min(best, costs[c] + line)
            costs[d] = best if before[d] + best <= limit else np.inf
    costs[0] = 0.0
