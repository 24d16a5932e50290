"""Noisy points for tests, and their fits from the definitions: slow and exact."""

from __future__ import annotations

import itertools

import numpy as np
from oracles import hat_matrix
from scipy.optimize import linprog
from strategies import Array


def noisy_points(seed: int, size: int, *, repeated: bool = False, weighted: bool = False) -> tuple[Array, Array, Array]:
    """Return ascending x, y about a sine, and weights, all 1 unless they are asked for."""
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0.0, 1.0, size))
    x = np.round(x, 1 if size < 30 else 2) if repeated else x
    x[0], x[-1] = 0.0, 1.0
    weight = rng.uniform(0.5, 2.0, size) if weighted else np.ones(size)
    return x, np.sin(6.0 * x) + rng.normal(0.0, 0.2, size), weight


def least_squares(x: Array, y: Array, w: Array, breakpoints: Array) -> tuple[Array, float]:
    """Return the least-squares values at breakpoints and their weighted sum of squared errors."""
    root, matrix = np.sqrt(w), hat_matrix(x, breakpoints)
    values = np.linalg.lstsq(matrix * root[:, None], y * root, rcond=None)[0]
    return values, float(np.sum(w * (matrix @ values - y) ** 2))


def least_maximum(matrix: Array, y: Array, w: Array) -> float:
    """Return min_c max_i sqrt(w_i) |(matrix c - y)_i|, by a linear program."""
    radius = 1.0 / np.sqrt(w)[:, None]
    rows = np.block([[matrix, -radius], [-matrix, -radius]])
    aim = np.eye(matrix.shape[1] + 1)[-1]
    return float(linprog(aim, A_ub=rows, b_ub=np.concatenate((y, -y)), bounds=(None, None)).fun)


def line_squares(x: Array, y: Array, w: Array) -> float:
    """Return the weighted sum of squared errors of the best line."""
    root = np.sqrt(w)
    rows = np.stack((root, root * x), axis=1)
    return float(np.sum((rows @ np.linalg.lstsq(rows, root * y, rcond=None)[0] - root * y) ** 2))


def line_maximum(x: Array, y: Array, w: Array) -> float:
    """Return the largest error of the best line."""
    return least_maximum(np.stack((np.ones(x.size), x), axis=1), y, w) if x.size > 2 or np.ptp(x) == 0.0 else 0.0


def partitions(x: Array, segments: int) -> list[list[tuple[int, int]]]:
    """Return every way to part points into groups that keep repeated x together, as slices; groups may be empty."""
    places = [0, *(np.flatnonzero(np.diff(x)) + 1).tolist(), x.size]
    inner = itertools.combinations_with_replacement(places, segments - 1)
    return [list(itertools.pairwise((0, *chosen, x.size))) for chosen in inner]
