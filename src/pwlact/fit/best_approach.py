"""Nearly best values in some fifteen steps: the mean error taken as smooth, the maximum as that of a few contacts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, routine
from pwlact._types import Array
from pwlact.fit.best_pieces import Grid, add_smooth, scan
from pwlact.fit.interior_kernels import (
    COUPLING,
    DIAGONAL,
    GRADIENT,
    A,
    B,
    C,
    K,
    R,
    U,
    Y,
    advance,
    assemble,
    begin,
    direct,
    remaining,
    solve,
)

STEPS = 40
AIM, SLOW_AIM = 0.1, 0.4  # of the products of multipliers and slacks, relative to before; after short steps
FALL = 0.3  # of the width
SETTLED = 0.3  # decrease by a step, relative to the mean weight times the width, below which the width falls
LONG = 0.8  # share of a step that is long
MARGIN = 1.0 + 1e-9  # of E over contacts that have moved
NARROW, NARROWEST = 1e-5, 1e-7  # widths, relative to the largest error
ENOUGH = 1e-8  # of the largest error: gap and decrease at the end
SMALLEST = 1e-300
OVERSHOOT = 0.3  # share of a step's slope beyond its end that makes it go back


@inlined
def set_row(rows: Array, at: int, b: Array, grid: Grid, k: int, i: int, share: float, counts: float) -> None:
    """Set a row to sample i of segment k, with its share of the mean; counts is 1 where the maximum counts it."""
    t = (grid.low + i * grid.step - b[k]) / (b[k + 1] - b[k])
    rows[at, K], rows[at, A], rows[at, B], rows[at, Y] = k, 1.0 - t, t, grid.y[i]
    rows[at, C], rows[at, U] = share, counts


@routine
def contacts(b: Array, z: Array, grid: Grid, pieces: NDArray[np.int64], rows: Array) -> float:
    """Set rows (3 p, 22) to the contacts of p pieces, multipliers kept; return the largest error there."""
    count, worst = pieces.shape[0], 0.0
    for p in range(count):
        k = pieces[p, 0]
        set_row(rows, 3 * p, b, grid, k, pieces[p, 1], 0.0, 1.0)
        set_row(rows, 3 * p + 1, b, grid, k, pieces[p, 4], 0.0, 1.0)
        set_row(rows, 3 * p + 2, b, grid, k, pieces[p, 2] - 1, 0.0, 1.0)
    for at in range(3 * count):
        k = int(rows[at, K])
        rows[at, R] = rows[at, A] * z[k] + rows[at, B] * z[k + 1] - rows[at, Y]
        worst = max(worst, abs(rows[at, R]))
    return worst


@inlined
def _dot(gradient: Array, x: Array, m: int) -> float:
    total = 0.0
    for j in range(m):
        total += gradient[j] * x[j]
    return total


@inlined
def _bent(system: Array, x: Array, m: int) -> float:
    """Return x H x in the values (m,)."""
    total = 0.0
    for j in range(m):
        total += system[DIAGONAL, j] * x[j] * x[j]
        if j < m - 1:
            total += 2.0 * system[COUPLING, j] * x[j] * x[j + 1]
    return total


@routine
def approach(
    b: Array, z: Array, grid: Grid, pieces: NDArray[np.int64], rows: Array, share: float, cost: float,
    fixed: NDArray[np.bool_], worst: float, system: Array, work: Array,
) -> int:  # fmt: skip
    """Minimise the smooth objective over values and E, z (m + 1,), in place; return the number of steps.

    Parameters
    ----------
    b, z : ndarray, shapes (m,) and (m + 1,)
        Breakpoints; least-squares values.
    grid : Grid
        Samples.
    pieces, rows : ndarray, shapes (p, 9) and (3 p, 22)
        As `find_pieces` fills them; scratch.
    share, cost : float
        Weight of an error in the objective, and of E.
    fixed : ndarray of bool, shape (m,)
        Values that stay.
    worst : float
        Largest error of the values, above 0.
    system, work : ndarray, shapes (8, m + 1) and (5, m + 1)
        Scratch.
    """
    m, x, smooth, whole = b.size, work[4], system[:4], system[4:]
    touched = pieces if cost > 0.0 else pieces[:0]
    used = rows[: 3 * touched.shape[0]]
    width, last, decrease, backed = 0.25 * worst, 1.0, 0.0, True
    before = bent = 0.0
    scan(b, z, grid, pieces, width)
    contacts(b, z, grid, touched, used)
    z[m] = 0.0
    begin(used, z, worst, 0.1 * worst, cost)
    for step in range(STEPS):
        smooth[:] = 0.0
        add_smooth(b, z, grid, pieces, share, width, smooth)
        excess = 0.0 if backed else last * (_dot(smooth[GRADIENT], x, m) - before) - bent
        backed = not backed and excess > OVERSHOOT * decrease
        if backed:  # the sum of errors bends more along the step than at its start: go back to where it ends falling
            back = -last * excess / (decrease + excess)
            advance(used, z, x, back, back)
            scan(b, z, grid, pieces, width)
            z[m] = max(z[m], contacts(b, z, grid, touched, used) * MARGIN)
            continue
        gap, count = remaining(used, z)
        mu = (AIM if last > LONG else SLOW_AIM) * gap / max(count, 1.0)
        whole[:] = smooth
        whole[GRADIENT, m] = cost
        assemble(used, z, mu, whole)
        solve(whole, fixed, x, work)
        decrease = -_dot(whole[GRADIENT], x, m + 1)
        last = min(*direct(used, z, x, mu), worst / max(np.max(np.abs(x[:m])), SMALLEST))
        before, bent = _dot(smooth[GRADIENT], x, m), last * last * _bent(smooth, x, m)
        advance(used, z, x, last, last)
        if last > LONG and decrease < SETTLED * share * grid.y.size * width:
            width = max(width * FALL, NARROWEST * worst)
        scan(b, z, grid, pieces, width)
        z[m] = max(z[m], contacts(b, z, grid, touched, used) * MARGIN + mu)
        if last > LONG and max(gap, decrease) < ENOUGH * worst and width < NARROW * worst:
            return step
    return STEPS
