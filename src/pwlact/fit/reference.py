"""Readable fits: the paper's least squares by a dense solver, and minimax values by linear programming."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.errors import RunError
from pwlact.fit.lstsq import FREE, Pins
from pwlact.functions import Activation


def hinge_matrix(x: Array, breakpoints: Array) -> Array:
    """Return the regression matrix of the hinge form, shape (n, m).

    Row i is [1, max(x_i - b_1, 0), ..., max(x_i - b_{m-1}, 0)], so that A @ betas = p(x) with
    p(x) = beta_1 + sum_j beta_{j+1} max(x - b_j, 0), j = 1 .. m - 1.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Samples.
    breakpoints : ndarray, shape (m,)
        Ascending, both ends of the range included.
    """
    hinges = np.maximum(x[:, None] - breakpoints[None, :-1], 0.0)
    return np.hstack([np.ones((x.size, 1)), hinges])


def lstsq_betas(x: Array, y: Array, breakpoints: Array) -> tuple[Array, int]:
    """Return the betas (m,) that minimise sum_i (p(x_i) - y_i)^2, and the rank of the regression matrix.

    Below full rank these are the betas of least norm, as `scipy.linalg.lstsq` gives.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Samples.
    breakpoints : ndarray, shape (m,)
        Ascending, both ends of the range included.

    Source: the paper (ISOCC 2023), least-squares fit for given breakpoints.
    """
    from scipy.linalg import lstsq  # scipy's parts are slow to import

    betas, _, rank, _ = lstsq(hinge_matrix(x, breakpoints), y)
    return np.asarray(betas, dtype=np.float64), int(rank)


ROUNDS = 20  # of the exchange; three or four are usual
NEWTON_STEPS = 3


def minimax_values(activation: Activation, breakpoints: Array, pins: Pins = FREE) -> tuple[Array, float]:
    """Return the values v (m,) with the smallest maximum error E, and E, by linear programming (HiGHS).

    minimise E subject to |p(x) - f(x)| <= E for all x, p interpolating (b_j, v_j) linearly and v_1, v_m as pinned.
    The x are samples at first; each round adds the points of largest error between them, from f'(x) = slope, until the
    error there is at most E.

    Parameters
    ----------
    activation : Activation
        The function f.
    breakpoints : ndarray, shape (m,)
        b_j, strictly ascending, both ends of the range included.
    pins : (float or None, float or None)
        Values that p must have at the first and last breakpoint; None leaves an end free.

    Raises
    ------
    RunError
        If HiGHS finds no solution.
    """
    kinks = activation.kinks_inside(breakpoints[0], breakpoints[-1])
    x = np.unique(np.concatenate((np.linspace(breakpoints[0], breakpoints[-1], 2001), breakpoints, kinks)))
    for _ in range(ROUNDS):
        values, error = _program(x, activation.f(x), breakpoints, pins)
        extremes = _extremes(activation, x, breakpoints, values)
        worst = float(np.max(np.abs(np.interp(extremes, breakpoints, values) - activation.f(extremes)), initial=0.0))
        if worst <= error * (1.0 + 1e-10):
            break
        x = np.union1d(x, extremes)
    return values, error


def _program(x: Array, y: Array, breakpoints: Array, pins: Pins) -> tuple[Array, float]:
    """Solve the linear program on given x."""
    from scipy.optimize import linprog

    hats = np.stack([np.interp(x, breakpoints, hat) for hat in np.eye(breakpoints.size)], axis=1)
    one = np.ones((x.size, 1))
    bounds: list[tuple[float | None, float | None]] = [(None, None)] * breakpoints.size
    for j, pin in ((0, pins[0]), (-1, pins[1])):
        bounds[j] = (pin, pin)
    solved = linprog(
        np.append(np.zeros(breakpoints.size), 1.0),
        A_ub=np.block([[hats, -one], [-hats, -one]]),
        b_ub=np.concatenate((y, -y)),
        bounds=[*bounds, (0.0, None)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if solved.x is None or not solved.success:
        raise RunError(f"HiGHS must find minimax values, got {solved.message!r}; move breakpoints farther apart")
    return np.asarray(solved.x[:-1]), float(solved.x[-1])


def _extremes(activation: Activation, x: Array, breakpoints: Array, values: Array) -> Array:
    """Refine the x of locally largest error by Newton's method on f'(x) = slope."""
    error = np.abs(np.interp(x, breakpoints, values) - activation.f(x))
    near = np.flatnonzero((error[1:-1] >= error[:-2]) & (error[1:-1] >= error[2:])) + 1
    slopes = np.diff(values) / np.diff(breakpoints)
    point, left, right = x[near], x[near - 1], x[near + 1]
    slope = slopes[np.clip(np.searchsorted(breakpoints, point, side="right") - 1, 0, slopes.size - 1)]
    for _ in range(NEWTON_STEPS):
        bend = activation.d2f(point)
        step = np.divide(activation.df(point) - slope, bend, out=np.zeros_like(bend), where=np.abs(bend) > 1e-9)
        point = np.clip(point - step, left, right)
    return point


def best_reference(
    x: Array,
    y: Array,
    breakpoints: Array,
    mean_weight: float,
    max_weight: float,
    pins: Pins = FREE,
    shares: Array | None = None,
    factors: Array | None = None,
) -> tuple[Array, float]:
    """Return the values v (m,) with the smallest J, and J, by linear programming (HiGHS).

    minimise w_mean sum_i m_i e_i + w_max E subject to w_i |p(x_i) - y_i| <= e_i <= E, p interpolating (b_j, v_j)
    linearly and v_1, v_m as pinned.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Samples.
    breakpoints : ndarray, shape (m,)
        b_j, strictly ascending, both ends of the range included.
    mean_weight, max_weight : float
        w_mean and w_max, zero or more.
    pins : (float or None, float or None)
        Values that p must have at the first and last breakpoint; None leaves an end free.
    shares, factors : ndarray, shape (n,), optional
        m_i, 1 in all, by default even; weights w_i of errors, by default 1.

    Raises
    ------
    RunError
        If HiGHS finds no solution.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, diags_array, eye_array, vstack

    n, m = x.size, breakpoints.size
    shares = np.full(n, 1.0 / n) if shares is None else shares
    factors = np.ones(n) if factors is None else factors
    hats = csr_array(np.stack([np.interp(x, breakpoints, hat) for hat in np.eye(m)], axis=1))
    errors = diags_array(factors) @ hats
    none, one, each = csr_array((n, m)), csr_array(np.ones((n, 1))), eye_array(n)
    rows = [
        _beside(errors, csr_array((n, 1)), -each),
        _beside(-errors, csr_array((n, 1)), -each),
        _beside(none, -one, each),
    ]
    bounds: list[tuple[float | None, float | None]] = [(None, None)] * m
    bounds[0], bounds[-1] = (pins[0], pins[0]), (pins[1], pins[1])
    solved = linprog(
        np.concatenate((np.zeros(m), [max_weight], mean_weight * shares)),
        A_ub=vstack(rows, format="csr"),
        b_ub=np.concatenate((factors * y, -factors * y, np.zeros(n))),
        bounds=[*bounds, *[(0.0, None)] * (n + 1)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if solved.x is None or not solved.success:
        raise RunError(f"HiGHS must find the best values, got {solved.message!r}; move breakpoints farther apart")
    return np.asarray(solved.x[:m]), float(solved.fun or 0.0)


def _beside(*parts: Any) -> Any:
    from scipy.sparse import hstack

    return hstack(parts, format="csr")
