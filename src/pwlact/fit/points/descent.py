"""Descent of breakpoints of noisy points from given ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.fit.points.move_kernels import descend
from pwlact.fit.points.record import Points
from pwlact.fit.points.squares import squares_at

REACH = 6  # points to either side of a breakpoint that it is tried at
STEPS = 60
TOLERANCE = 1e-9  # two steps in a row that gain a smaller share are the last
NARROWEST = 1e-9  # width of a segment, relative to the range


class Descended(NamedTuple):
    """Breakpoints (m,), less the origin, and their sum of squared errors, that within repeated x apart."""

    error: float
    breakpoints: Array


def descended(points: Points, start: Array, reach: int = REACH) -> Descended:
    """Return breakpoints from which no single one and no step of all gains."""
    b = start.copy()
    if b.size == 2:
        return Descended(float(squares_at(points, b[None] + points.origin).squares[0]) - points.within, b)
    return Descended(descend(points.tree, b, least_width(points), reach, STEPS, TOLERANCE), b)


def least_width(points: Points) -> float:
    """Return the least width of a segment."""
    return max(NARROWEST * float(points.x[-1] - points.x[0]), 8.0 * float(np.spacing(np.abs(points.origin))))
