"""Compiled least squares on codes: the best coded line in closed form, and the best partition into lines."""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_left
from pwlact._jit import kernel, routine
from pwlact._types import Array, Codes
from pwlact.search.codes.rounding_kernels import KernelFormat, unbounded


@kernel
def moments(x: Array, y: Array, weights: Array) -> Array:
    """Return prefix sums (n + 1, 6) of x, y, x^2, x y, y^2 and 1, each times the square of its error's weight.

    x and y are (n,), and weights of errors (n,), or (0,) where all are 1.
    """
    sums = np.zeros((x.size + 1, 6))
    for i in range(x.size):
        w = weights[i] * weights[i] if weights.size else 1.0
        sums[i + 1, 0] = sums[i, 0] + w * x[i]
        sums[i + 1, 1] = sums[i, 1] + w * y[i]
        sums[i + 1, 2] = sums[i, 2] + w * x[i] * x[i]
        sums[i + 1, 3] = sums[i, 3] + w * x[i] * y[i]
        sums[i + 1, 4] = sums[i, 4] + w * y[i] * y[i]
        sums[i + 1, 5] = sums[i, 5] + w
    return sums


@kernel
def coded_line(sums: Array, i: int, j: int, slopes: Array, format_: KernelFormat) -> tuple[float, float, float]:
    """Return the least sum of squares of a coded line on samples i .. j - 1, with its slope and intercept.

    With r the least-squares slope and R its sum of squares, a slope s and intercept c leave
    R + S_xx (s - r)^2 + n (c - (mean y - s mean x))^2, with n the sum of squared weights. Slopes are tried away from r
    until the first two terms exceed the best cost.

    Parameters
    ----------
    sums : ndarray, shape (n + 1, 6)
        Prefix sums of `moments`.
    i, j : int
        The samples, at least one.
    slopes : ndarray, shape (s,)
        Values of slopes, ascending.
    format_ : KernelFormat
        Format of the intercept.
    """
    n = sums[j, 5] - sums[i, 5]
    mean_x, mean_y = (sums[j, 0] - sums[i, 0]) / n, (sums[j, 1] - sums[i, 1]) / n
    xx = max(sums[j, 2] - sums[i, 2] - n * mean_x * mean_x, 0.0)
    xy = sums[j, 3] - sums[i, 3] - n * mean_x * mean_y
    yy = max(sums[j, 4] - sums[i, 4] - n * mean_y * mean_y, 0.0)
    regression = xy / xx if xx > 0.0 else 0.0
    least = max(yy - regression * xy, 0.0)
    best, slope, intercept = np.inf, 0.0, 0.0
    middle = bisect_left(slopes, regression)
    for side in (-1, 1):
        k = middle - 1 if side < 0 else middle
        while 0 <= k < slopes.size:
            bend = xx * (slopes[k] - regression) ** 2
            if least + bend >= best:
                break
            wish = mean_y - slopes[k] * mean_x
            c = min(max(unbounded(wish, format_, 0), format_.low), format_.high)
            cost = least + bend + n * (c - wish) ** 2
            if cost < best:
                best, slope, intercept = cost, slopes[k], c
            k += side
    return best, slope, intercept


@kernel
def cost_table(sums: Array, possible: Codes, slopes: Array, format_: KernelFormat) -> Array:
    """Return the least sums of squares (m, m) of a line between possible starts (m,), a < b; inf elsewhere."""
    m = possible.size
    costs = np.full((m, m), np.inf)
    for a in range(m):
        for b in range(a + 1, m):
            costs[a, b], _, _ = coded_line(sums, possible[a], possible[b], slopes, format_)
    return costs


@kernel
def best_partition(costs: Array, first: Array, last: Array, rows: int) -> tuple[float, Codes]:
    """Return the least total cost of a partition into `rows` rows and two outer parts, and the ends (rows + 1,).

    costs (m, m) are those of a row between two possible starts; first (m,) those of the outer part before each start,
    last (m,) those of the outer part from each start on.
    """
    m = first.size
    total = np.full((rows + 1, m), np.inf)
    before = np.zeros((rows + 1, m), dtype=np.int64)
    total[0] = first
    for k in range(1, rows + 1):
        for b in range(m):
            for a in range(b):
                cost = total[k - 1, a] + costs[a, b]
                if cost < total[k, b]:
                    total[k, b], before[k, b] = cost, a
    ends = np.zeros(rows + 1, dtype=np.int64)
    ends[rows] = np.argmin(total[rows] + last)
    best = total[rows, ends[rows]] + last[ends[rows]]
    for k in range(rows, 0, -1):
        ends[k - 1] = before[k, ends[k]]
    return best, ends


@kernel
def shift_starts(sums: Array, starts: Codes, snap: Codes, slopes: Array, format_: KernelFormat) -> Codes:
    """Move one start at a time, by ever smaller steps, while that lowers the error of the two rows beside it.

    Returns the moved starts (K + 1,). snap (n + 1,) is the last possible start at or before each index.
    """
    starts = starts.copy()
    stride = 1
    while 2 * stride < starts[-1] // starts.size:
        stride *= 2
    while stride > 0:
        moved = False
        for k in range(1, starts.size - 1):
            here = _pair(sums, starts[k - 1], starts[k], starts[k + 1], slopes, format_)
            for target in (starts[k] - stride, starts[k] + stride):
                if starts[k - 1] < target < starts[k + 1] and snap[target] == target:
                    there = _pair(sums, starts[k - 1], target, starts[k + 1], slopes, format_)
                    if there < here * (1.0 - 1e-12):
                        starts[k], here, moved = target, there, True
        if not moved:
            stride //= 2
    return starts


@routine
def _pair(sums: Array, i: int, j: int, k: int, slopes: Array, format_: KernelFormat) -> float:
    left, _, _ = coded_line(sums, i, j, slopes, format_)
    right, _, _ = coded_line(sums, j, k, slopes, format_)
    return left + right
