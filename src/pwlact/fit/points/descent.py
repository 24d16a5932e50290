"""Descent of breakpoints for the least-squares error of noisy points."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.fit.descent import Polished, SquareModel, descend, eliminated
from pwlact.fit.points.descent_kernels import expand_points
from pwlact.fit.points.record import Points

STAY = 0.45  # largest step, as a share of the distance to a neighbour
NARROWEST = 1e-9  # width of a segment, relative to the range
ROUNDING = 1e-15  # of a value


def least_width(points: Points) -> float:
    """Return the least width of a segment."""
    return max(NARROWEST * float(points.x[-1] - points.x[0]), 8.0 * float(np.spacing(np.abs(points.origin))))


def polish_squares(points: Points, breakpoints: Array, *, steps: int = 60, tolerance: float = 1e-9) -> Polished:
    """Lower the squared error of breakpoints by damped Newton steps, never raising it.

    Parameters
    ----------
    points : Points
        The data.
    breakpoints : ndarray, shape (m,)
        Less `points.origin`; the ends stay.
    steps : int
        Steps at most.
    tolerance : float
        Two steps in a row that gain less than this share are the last.
    """
    width = least_width(points)

    def moved(at: Array, move: Array) -> Array:
        room = STAY * np.maximum(np.diff(at) - width, 0.0)
        trial = at.copy()
        trial[1:-1] += np.clip(move, -room[:-1], room[1:])
        return trial

    enough = points.total * (ROUNDING * float(np.max(np.abs(points.y)))) ** 2
    return descend(lambda at: _model(points, at), moved, breakpoints, steps=steps, tolerance=tolerance, enough=enough)


def _model(points: Points, breakpoints: Array) -> SquareModel:
    """Fit the values, expand the error about them and eliminate them."""
    m = breakpoints.size
    values, gradient, shares = np.empty(m), np.empty(m), np.empty(m - 1)
    tt, tv, vv = (np.empty((m, m)) for _ in range(3))
    expand_points(points.tree, breakpoints, values, gradient, tt, tv, vv, shares)
    bend = tt[1:-1, 1:-1] - eliminated(vv, tv[1:-1])
    return SquareModel(mse=float(shares.sum()), shares=shares, gradient=gradient[1:-1], bend=bend)
