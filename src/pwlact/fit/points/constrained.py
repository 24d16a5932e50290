"""Values of noisy points at given breakpoints under conditions: least squares and minimax."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit.points.conditions import Conditions
from pwlact.fit.points.errors import residuals
from pwlact.fit.points.gates import Gates
from pwlact.fit.points.minimax import MinimaxFit
from pwlact.fit.points.record import Points
from pwlact.fit.points.squares import SquaresFit, equations_of, squares_of
from pwlact.fit.points.thin import Solution, by_violated
from pwlact.fit.points.tree import SUMS

FEW = 400  # points of a linear program that are all taken at once
MET = 1e-9  # of the largest value: equations that are missed by more contradict each other
NONE_LEFT = "conditions must leave an approximation, got none at these breakpoints; ask for fewer conditions"


def constrained_squares_at(points: Points, breakpoints: Array, conditions: Conditions) -> SquaresFit:
    """Return the values of the least weighted sum of squared errors that keep conditions.

    A quadratic program of m values. Equations are eliminated; what is left is the least distance under inequalities,
    solved by non-negative least squares.
    Source: Lawson & Hanson, Solving Least Squares Problems (1974), ch. 23, problem LDP.

    Parameters
    ----------
    points : Points
        The data.
    breakpoints : ndarray, shape (n, m)
        Rows strictly ascending. Not checked.
    conditions : Conditions
        What the values keep.

    Raises
    ------
    ConfigError
        If no values keep them.
    """
    fits = [_squares(points, b, conditions) for b in breakpoints - points.origin]
    values, squares = (np.array(part) for part in zip(*fits, strict=True))
    return SquaresFit(values + points.level, squares + points.within)


def constrained_minimax_at(points: Points, breakpoints: Array, conditions: Conditions) -> MinimaxFit:
    """Return the values of the smallest max_i sqrt(w_i) |p(x_i) - y_i| that keep conditions, by linear programs.

    Parameters and errors are those of `constrained_squares_at`.

    Parameters
    ----------
    points : Points
        The data.
    breakpoints : ndarray, shape (n, m)
        Rows strictly ascending, from the first x to the last.
    conditions : Conditions
        What the values keep.

    Raises
    ------
    ConfigError
        If no values keep them.
    """
    fits = [_minimax(points, b, conditions) for b in breakpoints - points.origin]
    values, errors = (np.array(part) for part in zip(*fits, strict=True))
    return MinimaxFit(values + points.level, errors)


def _squares(points: Points, b: Array, conditions: Conditions) -> tuple[Array, float]:
    m = b.size
    sums, equations = np.empty((m - 1, SUMS)), np.empty((3, m))
    equations_of(points.tree, b, sums, equations)
    scale = 1.0 / np.sqrt(equations[0])  # of each value, which makes the diagonal 1
    gram = np.eye(m)
    gram[np.arange(m - 1), np.arange(1, m)] = gram[np.arange(1, m), np.arange(m - 1)] = (
        equations[1, :-1] * scale[:-1] * scale[1:]
    )
    root: Array = np.linalg.cholesky(gram + 1e-14 * np.eye(m)).T.astype(np.float64)
    aim = np.linalg.solve(root.T, equations[2] * scale)
    rows, right = conditions.equations(b, points.origin, points.level)
    start, free = _solutions(rows * scale, right, m)
    least, at_least = conditions.inequalities(m, points.level)
    values = scale * _nearest(root, aim, start, free, least * scale, at_least)
    values = _kept(values, conditions, points.level)
    return values, squares_of(b, values, sums)


def _solutions(rows: Array, right: Array, m: int) -> tuple[Array, Array]:
    """Return a solution (m,) of equations and a basis (m, f) of what may be added to it."""
    if not rows.shape[0]:
        return np.zeros(m), np.eye(m)
    left, sizes, across = np.linalg.svd(rows)
    rank = int(np.count_nonzero(sizes > 1e-12 * sizes[0]))
    start = across[:rank].T @ ((left[:, :rank].T @ right) / sizes[:rank])
    if np.max(np.abs(rows @ start - right)) > MET * max(1.0, float(np.max(np.abs(right)))):
        raise ConfigError(NONE_LEFT)
    return start, across[rank:].T


def _nearest(root: Array, aim: Array, start: Array, free: Array, rows: Array, right: Array) -> Array:
    """Return the v = start + free q of least |root v - aim| with rows v >= right."""
    if not free.shape[1]:
        return start
    basis, upper = np.linalg.qr(root @ free)
    best = basis.T @ (aim - root @ start)
    turned = np.linalg.solve(upper.T, (rows @ free).T).T
    moved = _least_distance(turned, right - rows @ start - turned @ best)
    return np.asarray(start + free @ np.linalg.solve(upper, best + moved))


def _least_distance(rows: Array, right: Array) -> Array:
    """Return the shortest z with rows z >= right."""
    size = np.linalg.norm(rows, axis=1)
    bound = size > 1e-12 * np.max(size, initial=0.0)  # others hold or not, whatever z
    if np.any(right[~bound] > MET):
        raise ConfigError(NONE_LEFT)
    rows, right = rows[bound] / size[bound, None], right[bound] / size[bound]
    if np.all(right <= 0.0):
        return np.zeros(rows.shape[1])
    from scipy.optimize import nnls  # slow to import

    table = np.vstack((rows.T, right))
    aim = np.eye(rows.shape[1] + 1)[-1]
    shares, _ = nnls(table, aim, maxiter=30 * table.shape[1])
    lost = table @ shares - aim
    if -lost[-1] < 1e-14:
        raise ConfigError(NONE_LEFT)
    return np.asarray(-lost[:-1] / lost[-1])


def _kept(values: Array, conditions: Conditions, level: float) -> Array:
    """Return values that keep their inequalities to the last digit."""
    if conditions.direction:
        values = conditions.direction * np.maximum.accumulate(conditions.direction * values)
    return np.maximum(values, -level) if conditions.non_negative else values


def _minimax(points: Points, b: Array, conditions: Conditions) -> tuple[Array, float]:
    def errors_of(values: Array) -> Array:
        return residuals(points, np.interp(points.x, b, values))

    start = np.zeros(b.size)
    found = by_violated(points, lambda gates: _program(points, gates, b, conditions), errors_of, start, few=FEW)
    return found.path, float(np.max(np.abs(errors_of(found.path)) / points.rows.radius))


def _program(points: Points, gates: Gates, b: Array, conditions: Conditions) -> Solution:
    """Solve the linear program of the smallest error at gates."""
    from scipy.optimize import linprog  # slow to import

    x = np.repeat(gates.x, np.diff(gates.starts, append=gates.y.size))
    hats = np.stack([np.interp(x, b, unit) for unit in np.eye(b.size)], axis=1)
    rows, right = conditions.equations(b, points.origin, points.level)
    least, at_least = conditions.inequalities(b.size, points.level)
    above = np.block([[hats, -gates.radius[:, None]], [-hats, -gates.radius[:, None]]])
    above = np.concatenate((above, np.pad(-least, ((0, 0), (0, 1)))))
    found = linprog(
        np.eye(b.size + 1)[-1],
        A_ub=above,
        b_ub=np.concatenate((gates.y, -gates.y, -at_least)),
        A_eq=np.pad(rows, ((0, 0), (0, 1))),
        b_eq=right,
        bounds=(None, None),
    )
    if found.x is None or not found.success:
        raise ConfigError(NONE_LEFT)
    return Solution(_kept(found.x[:-1], conditions, points.level), float(found.x[-1]))
