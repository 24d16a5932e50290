"""Errors of an approximation at noisy points."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.fit.points.record import Points


class PointErrors(NamedTuple):
    """Largest error, weighted mean of absolute errors, weighted mean of squared errors."""

    max: float
    mean: float
    mse: float


def errors_at(points: Points, p: Callable[[Array], Array]) -> PointErrors:
    """Return the errors e_i = p(x_i) - y_i of an approximation at all points.

    max_i sqrt(w_i) |e_i|, sum_i w_i |e_i| / sum_i w_i and sum_i w_i e_i^2 / sum_i w_i

    Parameters
    ----------
    points : Points
        The data.
    p : callable
        The approximation, a PWL for example: from positions (d,) to values (d,).
    """
    lost = np.abs(residuals(points, p(points.x + points.origin) - points.level))
    if not points.weighted:
        return PointErrors(float(np.max(lost / points.rows.radius)), float(lost.mean()), float(lost @ lost) / lost.size)
    w = points.rows.radius**-2.0
    total = float(w.sum())
    return PointErrors(float(np.max(lost / points.rows.radius)), float(w @ lost) / total, float(w @ lost**2) / total)


def residuals(points: Points, values: Array) -> Array:
    """Return p(x_i) - y_i (n,) of all points, for p at each position (d,) less `points.level`."""
    if points.x.size == points.count:
        return np.asarray(values - points.rows.y)
    return np.asarray(np.repeat(values, np.diff(points.rows.starts, append=points.count)) - points.rows.y)
