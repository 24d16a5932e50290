"""Damped Newton steps in the breakpoints for the mean square error, the values being eliminated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array

RIDGE = 1e-13  # added to the scaled second derivative in the values, which may be singular
MAX_DAMPING = 1e6
SETTLED = 2  # small steps in a row that end a descent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Polished:
    """Breakpoints (m,), their least-squares MSE, its share by segment (m - 1,), and the number of fits."""

    breakpoints: Array
    mse: float
    shares: Array
    fits: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SquareModel:
    """The MSE of breakpoints, its share by segment, and half its first and second derivative in those that move."""

    mse: float
    shares: Array
    gradient: Array
    bend: Array


def descend(
    model_at: Callable[[Array], SquareModel],
    moved: Callable[[Array, Array], Array],
    breakpoints: Array,
    *,
    steps: int,
    tolerance: float,
    enough: float,
) -> Polished:
    """Lower the MSE of breakpoints (m,) by damped Newton steps, see `search.polish.polish`.

    Parameters
    ----------
    model_at : callable
        From breakpoints to their model.
    moved : callable
        From breakpoints and a step to breakpoints that far away, or nearer where they would meet.
    breakpoints : ndarray, shape (m,)
        Where to begin.
    steps : int
        Steps at most.
    tolerance : float
        Two steps in a row that gain less than this share of the MSE are the last.
    enough : float
        An MSE that needs no further step.

    Notes
    -----
    Source: Levenberg, Quart. Appl. Math. 2 (1944) 164; Marquardt, J. SIAM 11 (1963) 431, for the damping.
    """
    model, fits, damping, small = model_at(breakpoints), 1, 1e-3, 0
    for _ in range(steps):
        if model.mse <= enough or small == SETTLED:
            break
        scale = 1.0 / np.sqrt(np.maximum(np.abs(np.diag(model.bend)), 1e-300))
        scaled = model.bend * scale[:, None] * scale
        better = None
        while better is None and damping < MAX_DAMPING:
            move = _solve(scaled, -model.gradient * scale, damping)
            if move is not None:
                trial = moved(breakpoints, move * scale)
                new = model_at(trial)
                fits += 1
                better = (trial, new) if new.mse < model.mse else None
            damping = damping * 10.0 if better is None else max(damping * 0.1, 1e-9)
        if better is None:
            break
        small = small + 1 if better[1].mse > model.mse * (1.0 - tolerance) else 0
        breakpoints, model = better
    return Polished(breakpoints=breakpoints, mse=model.mse, shares=model.shares, fits=fits)


def _solve(matrix: Array, right: Array, damping: float) -> Array | None:
    from scipy.linalg import cho_factor, cho_solve  # slow to import

    try:
        factor = cho_factor(matrix + damping * np.eye(right.size), check_finite=False)
    except np.linalg.LinAlgError:
        return None
    move = np.asarray(cho_solve(factor, right, check_finite=False))
    return move if np.all(np.isfinite(move)) else None


def eliminated(vv: Array, tv: Array) -> Array:
    """Return F_tv F_vv^-1 F_vt."""
    diagonal = np.diag(vv)
    scale = 1.0 / np.sqrt(np.where(diagonal > 0.0, diagonal, 1.0))
    scaled = vv * scale[:, None] * scale + RIDGE * np.eye(scale.size)
    np.fill_diagonal(scaled, np.where(diagonal > 0.0, np.diag(scaled), 1.0))
    right = tv * scale
    return np.asarray(right @ np.linalg.solve(scaled, right.T))
