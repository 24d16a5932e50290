"""Noisy points: sorted, centred, the values at one x merged, with line sums of runs of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import ConfigError
from pwlact.fit.points.tree import Tree, tree_of


class Rows(NamedTuple):
    """All points, as they were given: y (n,), radius (n,) of their walls, and the first point of each x (d,)."""

    y: Array
    radius: Array
    starts: Codes


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: a cached property
class Points:
    """Noisy points. Make them with `points_of`.

    Parameters
    ----------
    x : ndarray, shape (d,)
        The different positions, ascending, less `origin`.
    y : ndarray, shape (d,)
        Weighted mean of the values at each position, less `level`.
    w : ndarray, shape (d,)
        Sum of the weights at each position.
    rows : Rows
        All points, with y less `level`; a radius is 1 / sqrt(weight).
    weighted : bool
        Whether the weights differ.
    origin, level : float
        What is subtracted from x and y, so that far from 0 no digits are lost.
    within : float
        Weighted sum of squares of the values about their mean at each position: no function has less.
    """

    x: Array
    y: Array
    w: Array
    rows: Rows
    weighted: bool
    origin: float
    level: float
    within: float

    @property
    def count(self) -> int:
        """Number of points."""
        return self.rows.y.size

    @property
    def interval(self) -> tuple[float, float]:
        """The first and the last x, as they were given."""
        return float(self.x[0] + self.origin), float(self.x[-1] + self.origin)

    @cached_property
    def total(self) -> float:
        """Sum of all weights."""
        return float(self.w.sum())

    @cached_property
    def tree(self) -> Tree:
        """Line sums of blocks of points."""
        return tree_of(self.x, self.y, self.w)


def points_of(x: Array, y: Array, weight: Array | None = None) -> Points:
    """Return points for the fits of this package.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Positions in ascending order; a position may occur several times.
    y : ndarray, shape (n,)
        Values there.
    weight : ndarray, shape (n,), optional
        Weight of each squared error, above 0; 1 by default. For the largest error a point then counts with
        sqrt(weight) * abs(error), so that with weights 1 / sigma^2 both measure errors in standard deviations.

    Raises
    ------
    ConfigError
        If x does not ascend or has one position only.
    """
    steps = np.diff(x)
    if x.size < 2 or np.any(steps < 0.0) or x[0] == x[-1]:
        raise ConfigError(f"points have two different x or more, in ascending order, got {x.size} points; sort them")
    origin, level = 0.5 * (float(x[0]) + float(x[-1])), 0.5 * (float(y.min()) + float(y.max()))
    away = y - level
    starts = np.concatenate(([0], np.flatnonzero(steps) + 1))
    weighted = weight is not None and bool(np.any(weight != weight[0]))
    radius = np.broadcast_to(1.0, x.shape) if weight is None else 1.0 / np.sqrt(weight)
    rows = Rows(away, radius, starts)
    if starts.size == x.size:
        w = np.broadcast_to(1.0, x.shape) if weight is None else weight
        return Points(x=x - origin, y=away, w=w, rows=rows, weighted=weighted, origin=origin, level=level, within=0.0)
    each = np.ones(x.size) if weight is None else weight
    w = np.add.reduceat(each, starts)
    y = np.add.reduceat(each * away, starts) / w
    lost = away - np.repeat(y, np.diff(starts, append=x.size))
    return Points(
        x=x[starts] - origin, y=y, w=w, rows=rows, weighted=weighted, origin=origin, level=level,
        within=float(np.sum(each * lost * lost)),
    )  # fmt: skip
