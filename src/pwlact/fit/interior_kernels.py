"""Compiled interior-point method for values v and a level E on rows of samples, each of which meets two neighbours.

    minimise  g . (v, E) + sum_i c_i |r_i| + q_i r_i^2   subject to  u_i |r_i| <= E  and  r_j >= 0 for one-sided rows j,

with r_i = a_i v_k + b_i v_{k+1} - y_i. The system of a Newton step is tridiagonal in v with a border for E.

Sources: Portnoy & Koenker, Statistical Science 12 (1997) 279, for sums of absolute values; Wright, Primal-Dual
Interior-Point Methods (1997), chapter 6, for steps from outside the one-sided rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, routine
from pwlact._types import Array

K, A, B, Y, C, U, Q, SIDE = range(8)
"""Columns of a row: segment, factors of the values at its ends, y, c, u, 2 q; 1 where r >= 0 is asked for."""
PLUS, MINUS, DUAL, ABOVE, BELOW, SLACK, R = range(8, 15)
"""Columns of its state: parts of r, multipliers of r and of u r <= E, -u r <= E; slack of a one-sided row; r."""
D_PLUS, D_MINUS, D_DUAL, D_ABOVE, D_BELOW, D_SLACK, D_R = range(15, 22)
COLUMNS = 22

GRADIENT, DIAGONAL, COUPLING, BORDER = range(4)
MOST = 160  # steps
BOUNDARY = 0.995  # share of the way to the boundary that a step goes at most
SINGULAR = 1e-14
BALANCED = 1e-12


@routine
def solve(system: Array, fixed: NDArray[np.bool_], x: Array, work: Array) -> None:
    """Fill x (m + 1,) with the solution of H x = -g, fixed values (m,) left as they are.

    Parameters
    ----------
    system : ndarray, shape (4, m + 1)
        Gradient g; diagonal, coupling to the next value and border of H. The last column is of E.
    fixed : ndarray of bool, shape (m,)
        Which values do not move.
    x, work : ndarray, shapes (m + 1,) and (4, m + 1)
        Result and scratch.
    """
    m = fixed.size
    ratio, right, border, pivots = work[0], work[1], work[2], work[3]
    for j in range(m):
        pivot = system[DIAGONAL, j] * (1.0 + SINGULAR) + 1e-300
        right[j], border[j] = -system[GRADIENT, j], system[BORDER, j]
        if fixed[j]:
            pivot, right[j], border[j] = 1.0, 0.0, 0.0
        elif j > 0:
            pivot = max(pivot - pivots[j - 1] * ratio[j - 1] * ratio[j - 1], SINGULAR * pivot)
            right[j] -= ratio[j - 1] * right[j - 1]
            border[j] -= ratio[j - 1] * border[j - 1]
        coupled = j < m - 1 and not fixed[j] and not fixed[j + 1]
        ratio[j], pivots[j] = system[COUPLING, j] / pivot if coupled else 0.0, pivot
    corner, rest = system[DIAGONAL, m], -system[GRADIENT, m]
    for j in range(m):
        corner -= border[j] * border[j] / pivots[j]
        rest -= border[j] * right[j] / pivots[j]
    x[m] = rest / corner if corner > SINGULAR * system[DIAGONAL, m] else 0.0
    for j in range(m - 1, -1, -1):
        x[j] = (right[j] - border[j] * x[m]) / pivots[j]
        if j < m - 1:
            x[j] -= ratio[j] * x[j + 1]


@inlined
def _above(room: float, scale: float) -> float:
    """Return a distance from a boundary, which rounding must not make 0."""
    return max(room, 1e-16 * scale)


@inlined
def _room(value: float, change: float, share: float) -> float:
    """Return the largest share of a step, at most `share`, that leaves a positive value positive."""
    return value / -change if value + share * change < 0.0 else share


@routine
def begin(rows: Array, z: Array, scale: float, margin: float, cost: float) -> None:
    """Set the state of rows (n, 22) at values and E, z (m + 1,); E becomes large enough.

    Parameters
    ----------
    rows : ndarray, shape (n, 22)
        Rows.
    z : ndarray, shape (m + 1,)
        Values and E.
    scale : float
        Typical size of an error, above 0.
    margin : float
        By how much E is above the largest error at least.
    cost : float
        Cost of E.
    """
    m, counted = z.size - 1, 0
    for i in range(rows.shape[0]):
        row = rows[i]
        k = int(row[K])
        row[R] = row[A] * z[k] + row[B] * z[k + 1] - row[Y]
        if row[U] > 0.0:
            z[m] = max(z[m], row[U] * abs(row[R]) + margin)
            counted += 1
    for i in range(rows.shape[0]):
        row = rows[i]
        row[PLUS] = max(row[R], 0.0) + 0.5 * scale
        row[MINUS] = row[PLUS] - row[R]
        row[DUAL] = 0.0
        row[ABOVE] = row[BELOW] = 0.5 * cost / max(counted, 1)
        row[SLACK] = max(row[R], 0.1 * scale)
        if row[SIDE] > 0.0:
            row[ABOVE] = cost / max(counted, 1)


@routine
def remaining(rows: Array, z: Array) -> tuple[float, float]:
    """Return the sum of all products of multipliers and slacks, and their number."""
    gap = count = 0.0
    level = z[z.size - 1]
    for i in range(rows.shape[0]):
        row = rows[i]
        if row[C] > 0.0:
            gap += row[PLUS] * (row[C] - row[DUAL]) + row[MINUS] * (row[C] + row[DUAL])
            count += 2.0
        if row[U] > 0.0:
            push = row[U] * row[R]
            gap += row[ABOVE] * (level - push) + row[BELOW] * (level + push)
            count += 2.0
        if row[SIDE] > 0.0:
            gap += row[ABOVE] * row[SLACK]
            count += 1.0
    return gap, count


@routine
def assemble(rows: Array, z: Array, mu: float, system: Array) -> None:
    """Add rows to the system (4, m + 1) of a step towards products mu."""
    m = z.size - 1
    level = z[m]
    for i in range(rows.shape[0]):
        row = rows[i]
        k, r = int(row[K]), row[R]
        push = row[Q] * r
        bend = row[Q]
        if row[C] > 0.0:
            over, under = _above(row[C] - row[DUAL], row[C]), _above(row[C] + row[DUAL], row[C])
            theta = 1.0 / (row[PLUS] / over + row[MINUS] / under + 1e-300)
            push += row[DUAL] - theta * (mu / over - mu / under - r)
            bend += theta
        if row[U] > 0.0:
            u = row[U]
            above, below = _above(level - u * r, level), _above(level + u * r, level)
            first, second = row[ABOVE] / above, row[BELOW] / below
            push += u * (mu / above - mu / below)
            bend += u * u * (first + second)
            border = u * (second - first)
            system[BORDER, k] += border * row[A]
            system[BORDER, k + 1] += border * row[B]
            system[DIAGONAL, m] += first + second
            system[GRADIENT, m] -= mu / above + mu / below
        if row[SIDE] > 0.0:
            weight = row[ABOVE] / row[SLACK]
            push += weight * (r - row[SLACK]) - mu / row[SLACK]
            bend += weight
        system[GRADIENT, k] += push * row[A]
        system[GRADIENT, k + 1] += push * row[B]
        system[DIAGONAL, k] += bend * row[A] * row[A]
        system[COUPLING, k] += bend * row[A] * row[B]
        system[DIAGONAL, k + 1] += bend * row[B] * row[B]


@routine
def direct(rows: Array, z: Array, x: Array, mu: float) -> tuple[float, float]:
    """Set the changes of all rows for a step x (m + 1,); return the largest shares of it that stay inside.

    The first is of values and slacks, the second of multipliers.
    """
    m = z.size - 1
    level, share, dual_share = z[m], 1.0 / BOUNDARY, 1.0 / BOUNDARY
    for i in range(rows.shape[0]):
        row = rows[i]
        k = int(row[K])
        change = row[A] * x[k] + row[B] * x[k + 1]
        row[D_R] = change
        if row[C] > 0.0:
            over, under = _above(row[C] - row[DUAL], row[C]), _above(row[C] + row[DUAL], row[C])
            theta = 1.0 / (row[PLUS] / over + row[MINUS] / under + 1e-300)
            dual = theta * (change - (mu / over - mu / under - row[R]))
            row[D_DUAL] = dual
            row[D_PLUS] = (mu + row[PLUS] * dual) / over - row[PLUS]
            row[D_MINUS] = row[D_PLUS] - change
            share = _room(row[PLUS], row[D_PLUS], share)
            share = _room(row[MINUS], row[D_MINUS], share)
            dual_share = _room(over, -dual, dual_share)
            dual_share = _room(under, dual, dual_share)
        if row[U] > 0.0:
            push = row[U] * row[R]
            above, below = _above(level - push, level), _above(level + push, level)
            d_above, d_below = x[m] - row[U] * change, x[m] + row[U] * change
            row[D_ABOVE] = (mu - row[ABOVE] * d_above) / above - row[ABOVE]
            row[D_BELOW] = (mu - row[BELOW] * d_below) / below - row[BELOW]
            share = _room(above, d_above, share)
            share = _room(below, d_below, share)
            dual_share = _room(row[ABOVE], row[D_ABOVE], dual_share)
            dual_share = _room(row[BELOW], row[D_BELOW], dual_share)
        if row[SIDE] > 0.0:
            row[D_SLACK] = change + row[R] - row[SLACK]
            row[D_ABOVE] = (mu - row[ABOVE] * row[D_SLACK]) / row[SLACK] - row[ABOVE]
            share = _room(row[SLACK], row[D_SLACK], share)
            dual_share = _room(row[ABOVE], row[D_ABOVE], dual_share)
    return min(BOUNDARY * share, 1.0), min(BOUNDARY * dual_share, 1.0)


@routine
def advance(rows: Array, z: Array, x: Array, share: float, dual_share: float) -> None:
    """Go shares of a step x (m + 1,), of values and of multipliers, in place."""
    for j in range(z.size):
        z[j] += share * x[j]
    for i in range(rows.shape[0]):
        row = rows[i]
        k = int(row[K])
        row[R] = row[A] * z[k] + row[B] * z[k + 1] - row[Y]
        row[PLUS] += share * row[D_PLUS]
        row[MINUS] = row[PLUS] - row[R] if row[R] < 0.0 else row[MINUS] + share * row[D_MINUS]
        row[DUAL] += dual_share * row[D_DUAL]
        row[ABOVE] += dual_share * row[D_ABOVE]
        row[BELOW] += dual_share * row[D_BELOW]
        row[SLACK] += share * row[D_SLACK]


@routine
def interior(
    rows: Array, z: Array, linear: Array, fixed: NDArray[np.bool_], enough: float, system: Array, work: Array
) -> float:
    """Minimise over values and E, z (m + 1,), in place; return the remaining gap, inf where none is proven.

    Parameters
    ----------
    rows : ndarray, shape (n, 22)
        Rows, with a state as `begin` sets it.
    z : ndarray, shape (m + 1,)
        Values and E.
    linear : ndarray, shape (m + 1,)
        g.
    fixed : ndarray of bool, shape (m,)
        Values that stay.
    enough : float
        Gap that ends the search.
    system, work : ndarray, shapes (4, m + 1) and (5, m + 1)
        Scratch.
    """
    x = work[4]
    share = dual_share = left = 1.0
    gap, curved = np.inf, rows.shape[0] > 0 and np.max(rows[:, Q]) > 0.0
    for _ in range(MOST):
        gap, count = remaining(rows, z)
        if gap <= enough and left <= BALANCED:
            break
        sigma = 0.1 if min(share, dual_share) > 0.8 else 0.4
        mu = sigma * gap / max(count, 1.0)
        system[:] = 0.0
        system[GRADIENT] = linear
        assemble(rows, z, mu, system)
        solve(system, fixed, x, work)
        share, dual_share = direct(rows, z, x, mu)
        if curved:
            share = dual_share = min(share, dual_share)
        advance(rows, z, x, share, dual_share)
        left *= 1.0 - dual_share  # of the imbalance of the multipliers
    return gap if left <= BALANCED else np.inf
