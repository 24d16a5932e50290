"""Gates of noisy points: what values an approximation may have at each position, for an error eps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pwlact._types import Array, Codes
from pwlact.fit.points.record import Points


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: cached properties
class Gates:
    """Positions x (d,) with the points there: values y (n,) and radius (n,), the first of each position in starts (d,).

    At an error eps, p passes from the largest y - eps radius to the smallest y + eps radius of each position.
    """

    x: Array
    y: Array
    radius: Array
    starts: Codes

    @property
    def single(self) -> bool:
        """Whether every position has one point."""
        return self.x.size == self.y.size

    def at(self, eps: float) -> tuple[Array, Array]:
        """Return the lower and the upper ends of the gates (d,); they may cross."""
        room = eps * self.radius
        if self.single:
            return self.y - room, self.y + room
        return np.maximum.reduceat(self.y - room, self.starts), np.minimum.reduceat(self.y + room, self.starts)

    @cached_property
    def least(self) -> float:
        """The error below which the gates of one position cross, to rounding."""
        if self.single:
            return 0.0
        low, high = self.at(0.0)
        if np.all(self.radius == self.radius[0]):
            return float(np.max(low - high)) / (2.0 * float(self.radius[0]))
        return self._least_weighted(0.0, float(np.max((low - high) / np.minimum.reduceat(self.radius, self.starts))))

    def _least_weighted(self, fails: float, holds: float) -> float:
        while fails < (eps := 0.5 * (fails + holds)) < holds:
            low, high = self.at(eps)
            fails, holds = (fails, eps) if np.all(low <= high) else (eps, holds)
        return holds


def gates_of(points: Points, chosen: Codes | None = None) -> Gates:
    """Return the gates of points, or of the positions chosen, ascending indices."""
    rows = points.rows
    if chosen is None:
        return Gates(x=points.x, y=rows.y, radius=rows.radius, starts=rows.starts)
    first, counts = rows.starts[chosen], np.diff(rows.starts, append=points.count)[chosen]
    starts = np.cumsum(counts) - counts
    index = np.repeat(first - starts, counts) + np.arange(counts.sum())
    return Gates(x=points.x[chosen], y=rows.y[index], radius=rows.radius[index], starts=starts)
