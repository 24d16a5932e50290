"""The damped descent of `fit.descent`, compiled for rows: breakpoints with a small weighted mean square error.

Each start is polished; from the best, single breakpoints are moved to other segments while that helps, as
`search.methods.dp` does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.descent import MAX_DAMPING, RIDGE, SETTLED
from pwlact.fit.kernels import locate
from pwlact.fit.tridiagonal import eliminate
from pwlact.fit.weighted import sum_up
from pwlact.search.polish import STAY
from pwlact.search.polish_kernels import expand

SLIGHT = 1e-6  # a gain below this share counts as none


class Row(NamedTuple):
    """Samples y (N,) at low + i * step, and their weights, which add up to 1."""

    low: float
    step: float
    y: Array
    weights: Array


class Effort(NamedTuple):
    """Steps of a polish, the gain that ends it, rounds of moves, breakpoints tried in each, and least width."""

    steps: int
    tolerance: float
    rounds: int
    moves: int
    width: float
    enough: float


class Room(NamedTuple):
    """Scratch for m breakpoints: three vectors, derivatives, second derivatives, reduced ones and their factor."""

    starts: NDArray[np.int64]
    work: Array
    gradient: Array
    shares: Array
    tt: Array
    tv: Array
    vv: Array
    bend: Array
    factor: Array
    move: Array


@routine
def make_room(m: int) -> Room:
    """Return scratch for m breakpoints."""
    square = (m, m)
    return Room(
        np.empty(m, dtype=np.int64), np.empty((5, m)), np.empty(m), np.empty(m - 1),
        np.empty(square), np.empty(square), np.empty(square), np.empty(square), np.empty(square), np.empty((2, m)),
    )  # fmt: skip


@routine
def fit_values(row: Row, b: Array, v: Array, room: Room) -> None:
    """Fill the least-squares values v (m,) at breakpoints b (m,)."""
    locate(b, row.low, row.step, row.y.size, room.starts)
    sum_up(b, row.low, row.step, row.y, row.weights, room.starts, v, room.work)
    eliminate(b, row.low, row.step, row.y, np.nan, np.nan, v, room.work)


@routine
def _reduce(m: int, room: Room) -> None:
    """Fill bend: second derivatives in the breakpoints alone, the values eliminated, F_tt - F_tv F_vv^-1 F_vt."""
    vv, tv, pivots, ratios, z = room.vv, room.tv, room.work[0], room.work[1], room.work[2]
    for j in range(m):
        diagonal = vv[j, j]
        pivot = diagonal * (1.0 + RIDGE)
        if j > 0:
            pivot -= ratios[j - 1] * vv[j - 1, j]
        pivots[j] = max(pivot, RIDGE * diagonal) if diagonal > 0.0 else 1.0
        if j < m - 1:
            ratios[j] = vv[j, j + 1] / pivots[j]
    for p in range(1, m - 1):
        for j in range(m):
            z[j] = tv[p, j] - (ratios[j - 1] * z[j - 1] if j > 0 else 0.0)
        for j in range(m - 1, -1, -1):
            z[j] = z[j] / pivots[j] - (ratios[j] * z[j + 1] if j < m - 1 else 0.0)
        for q in range(p, m - 1):
            found = room.tt[p, q] - tv[q, q - 1] * z[q - 1] - tv[q, q] * z[q] - tv[q, q + 1] * z[q + 1]
            room.bend[p, q] = room.bend[q, p] = found


@routine
def _model(row: Row, b: Array, v: Array, room: Room) -> float:
    """Fit the values and expand the mean square error about them; return it."""
    fit_values(row, b, v, room)
    expand(b, v, row.low, row.step, row.y, row.weights, room.gradient, room.tt, room.tv, room.vv, room.shares)
    return float(np.sum(room.shares))


@routine
def _solve(m: int, damping: float, room: Room) -> bool:
    """Fill move[0] with the damped step, in its own unit, by Cholesky; tell whether the matrix is positive."""
    a, bend, scale, move = room.factor, room.bend, room.move[1], room.move[0]
    for p in range(1, m - 1):
        scale[p] = 1.0 / np.sqrt(max(abs(bend[p, p]), 1e-300))
    for p in range(1, m - 1):
        total = -room.gradient[p] * scale[p]
        for q in range(1, p + 1):
            entry = bend[p, q] * scale[p] * scale[q] + (damping if p == q else 0.0)
            for k in range(1, q):
                entry -= a[p, k] * a[q, k]
            if p == q:
                if not entry > 0.0:
                    return False
                a[p, p] = np.sqrt(entry)
            else:
                a[p, q] = entry / a[q, q]
                total -= a[p, q] * move[q]
        move[p] = total / a[p, p]
    for p in range(m - 2, 0, -1):
        total = move[p]
        for q in range(p + 1, m - 1):
            total -= a[q, p] * move[q]
        move[p] = total / a[p, p]
    for p in range(1, m - 1):
        move[p] *= scale[p]
        if not np.isfinite(move[p]):
            return False
    return True


@routine
def _advance(b: Array, move: Array, width: float, trial: Array) -> None:
    """Fill trial (m,): b after a step, or less of it where breakpoints would meet."""
    m = b.size
    trial[0], trial[m - 1] = b[0], b[m - 1]
    for p in range(1, m - 1):
        left, right = STAY * max(b[p] - b[p - 1] - width, 0.0), STAY * max(b[p + 1] - b[p] - width, 0.0)
        trial[p] = b[p] + min(max(move[p], -left), right)


@routine
def square_error(row: Row, b: Array, v: Array, room: Room) -> float:
    """Return the mean square error at breakpoints whose samples are located."""
    total = 0.0
    for k in range(b.size - 1):
        slope = (v[k + 1] - v[k]) / (b[k + 1] - b[k])
        for i in range(room.starts[k], room.starts[k + 1]):
            r = v[k] + slope * (row.low + i * row.step - b[k]) - row.y[i]
            total += row.weights[i] * r * r
    return total


@routine
def polish_row(row: Row, b: Array, v: Array, effort: Effort, room: Room, trial: Array) -> float:
    """Lower the mean square error of breakpoints b (m,) in place, as `fit.descent.descend` does; return it."""
    m = b.size
    best, damping, small, stale = _model(row, b, v, room), 1e-3, 0, False
    for _ in range(effort.steps):
        if best <= effort.enough or small == SETTLED or m == 2:
            break
        _reduce(m, room)
        gained = 0.0
        while gained <= 0.0 and damping < MAX_DAMPING:
            stale = True
            if _solve(m, damping, room):
                _advance(b, room.move[0], effort.width, trial)
                fit_values(row, trial, v, room)
                gained = best - square_error(row, trial, v, room)
            damping = damping * 10.0 if gained <= 0.0 else max(damping * 0.1, 1e-9)
        if gained <= 0.0:
            break
        small = small + 1 if gained < effort.tolerance * best else 0
        b[:] = trial
        best = _model(row, b, v, room)
        stale = False
    if stale:
        best = _model(row, b, v, room)
    return best


@routine
def _moved(b: Array, j: int, k: int, new: Array) -> None:
    """Fill new (m,): b with interior breakpoint j moved to the middle of segment k."""
    middle = 0.5 * (b[k] + b[k + 1])
    at = 0
    for i in range(b.size):
        if i != j:
            new[at] = b[i]
            at += 1
        if i == k:
            new[at] = middle
            at += 1


@routine
def _relocate(
    row: Row, b: Array, v: Array, best: float, shares: Array, effort: Effort, room: Room, space: Array
) -> float:
    """Replace b and v by the best polish with one breakpoint moved to another segment, where one is better.

    The mean square error is returned. `shares` (m - 1,) are the segments' shares of it; `space` (5, m) is scratch.
    """
    m = b.size
    new, values, trial, found, fit = space[0], space[1], space[2], space[3], space[4]
    cost = np.empty(m - 2)
    for j in range(1, m - 1):
        left, right = b[j] - b[j - 1], b[j + 1] - b[j]
        whole = left + right
        pair = shares[j - 1] + shares[j]
        # The error of a segment grows with the fifth power of its width: an estimate without the breakpoint.
        cost[j - 1] = pair / ((left / whole) ** 5 + (right / whole) ** 5) - pair
    cheapest, worst = np.argsort(cost), np.argsort(-shares)
    before = best
    for i in range(min(effort.moves, m - 2)):
        j = cheapest[i] + 1
        for k in worst[: min(effort.moves, m - 1)]:
            if k in (j - 1, j) or b[k + 1] - b[k] < 2.0 * effort.width:
                continue
            _moved(b, j, k, new)
            mse = polish_row(row, new, values, effort, room, trial)
            if mse < best:
                best = mse
                found[:], fit[:] = new, values
    if best < before:
        b[:], v[:] = found, fit
    return best


@kernel
def least_squares_rows(
    low: float, step: float, y: Array, weights: Array, starts: Array, effort: Effort, bounds: Array, near: float,
    breakpoints: Array, values: Array,
) -> None:  # fmt: skip
    """Fill for each row the PWL with the least mean square error that is found.

    Parameters
    ----------
    low, step : float
        First sample and distance between samples.
    y, weights : ndarray, shapes (n, N) and (n or 1, N)
        Samples and their weights, which add up to 1.
    starts : ndarray, shape (n, s, m)
        Breakpoints to start from.
    effort : Effort
        How long to search.
    bounds : ndarray, shape (n,)
        Known lower bounds of the error.
    near : float
        An error that is as near to the bound, as a share of it, is not lowered further.
    breakpoints, values : ndarray, shape (n, m)
        Filled.
    """
    m = starts.shape[2]
    room, space, trial = make_room(m), np.empty((5, m)), np.empty(m)
    for i in range(y.shape[0]):
        row = Row(low, step, y[i], weights[i % weights.shape[0]])
        aim = max(bounds[i] * (1.0 + near), effort.enough)
        b, v, best = breakpoints[i], values[i], np.inf
        shares = np.empty(m - 1)
        for s in range(starts.shape[1]):
            if best <= aim:
                break
            new = starts[i, s]
            mse = polish_row(row, new, space[1], effort, room, trial)
            if mse < best:
                best = mse
                b[:], v[:], shares[:] = new, space[1], room.shares
        for _ in range(effort.rounds):
            if best <= aim or m < 4:
                break
            before = best
            best = _relocate(row, b, v, best, shares, effort, room, space)
            if best >= before * (1.0 - SLIGHT):
                break
            _model(row, b, v, room)
            shares[:] = room.shares


@kernel
def fit_rows(low: float, step: float, y: Array, weights: Array, breakpoints: Array, values: Array) -> None:
    """Fill the least-squares values (n, m) at given breakpoints (n, m); see `least_squares_rows`."""
    room = make_room(breakpoints.shape[1])
    for i in range(y.shape[0]):
        row = Row(low, step, y[i], weights[i % weights.shape[0]])
        fit_values(row, breakpoints[i], values[i], room)
