"""Values, derivatives and least squares from their definitions: slow and exact."""

from __future__ import annotations

from typing import Any

import mpmath as mp  # type: ignore[import-untyped]
import numpy as np
from strategies import Array

# Enough of the expression language to evaluate every `formula` in mpmath.
LANGUAGE = {name: getattr(mp, name) for name in ("exp", "log", "tanh", "sqrt", "erf", "pi", "sin", "cos")} | {
    "arctan": mp.atan,
    "abs": abs,
    "max": max,
    "min": min,
    "sigmoid": lambda u: 1 / (1 + mp.exp(-u)),
}


def exact(formula: str, x: float, order: int) -> Any:
    """Return the derivative of a formula at the working precision of mpmath."""

    def f(t: Any) -> Any:
        return eval(formula, {"__builtins__": {}}, LANGUAGE | {"x": t})  # the catalogue's own text

    return mp.diff(f, mp.mpf(x), order) if order else f(mp.mpf(x))


def hat_matrix(x: Array, breakpoints: Array) -> Array:
    """Return the matrix (n, m) that maps values at the breakpoints to p at the samples."""
    return np.stack([np.interp(x, breakpoints, one) for one in np.eye(breakpoints.size)], axis=1)


def projection(matrix: Array, y: Array) -> Array:
    """Return the point nearest to y, (n,), in the column space of a matrix, by its singular vectors."""
    left, sizes, _ = np.linalg.svd(matrix, full_matrices=False)
    left = left[:, sizes > max(matrix.shape) * np.finfo(np.float64).eps * sizes[0]]
    return np.asarray(left @ (left.T @ y))


def exact_values(x: Array, y: Array, breakpoints: Array) -> list[float]:
    """Return the least-squares values by the normal equations at 80 digits; for few breakpoints, full rank."""
    with mp.workdps(80):
        m = breakpoints.size
        knots = [mp.mpf(float(b)) for b in breakpoints]
        gram, right = mp.zeros(m), mp.zeros(m, 1)
        for sample, wanted in zip(x.tolist(), y.tolist(), strict=True):
            k = max(j for j in range(m - 1) if breakpoints[j] <= sample)
            t = (mp.mpf(sample) - knots[k]) / (knots[k + 1] - knots[k])
            for j, weight in ((k, 1 - t), (k + 1, t)):
                right[j] += weight * wanted
                gram[j, k] += weight * (1 - t)
                gram[j, k + 1] += weight * t
        return [float(v) for v in mp.lu_solve(gram, right)]
