"""Walls about a function at samples: what values an approximation may have there, for an error eps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit.wall_kernels import COLUMNS, settle_many


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walls:
    """Walls of p(x_i) for an error eps: y_i - eps r_i and y_i + eps r_i, kept between floor_i and ceiling_i.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Samples, ascending, and the function there.
    radius : ndarray, shape (n,)
        r_i, the inverse of the weight of an error, above 0.
    floor, ceiling : ndarray, shape (n,)
        Limits that do not move with eps; equal where a value must be met, infinite where there is none.
    slack : ndarray, shape (n,)
        By how much all walls are moved apart, for rounding.
    direction : int
        1 for p that never falls, -1 for p that never rises, 0 for any.
    """

    x: Array
    y: Array
    radius: Array
    floor: Array
    ceiling: Array
    slack: Array
    direction: int = 0

    def at(self, eps: float) -> tuple[Array, Array]:
        """Return the lower and the upper walls (n,) for an error eps; they may cross."""
        low = np.maximum(self.y - eps * self.radius, self.floor) - self.slack
        high = np.minimum(self.y + eps * self.radius, self.ceiling) + self.slack
        return low, high

    def table(self) -> Array:
        """Return the samples as rows (n, 6) for the kernels."""
        table = np.empty((self.x.size, len(COLUMNS)))
        for column, name in enumerate(COLUMNS):
            table[:, column] = getattr(self, name)
        return table


def settle_within(walls: Walls, breakpoints: Array, values: Array) -> Array:
    """Replace values (n, m), in place, by those of least error within the walls, near the values that were there.

    The error of a row is the least eps for which linear interpolation of (b_j, v_j) passes all walls, found by Newton's
    method as in `minimax_kernels`. Where it does not determine a value, the value is the feasible one nearest to the
    one that was there.

    Parameters
    ----------
    walls : Walls
        Samples and walls.
    breakpoints : ndarray, shape (n, m)
        Rows strictly ascending, the first at the first sample and the last at the last one. Not checked.
    values : ndarray, shape (n, m)
        Preferred values.

    Returns
    -------
    ndarray, shape (n,)
        The error eps of each row; infinite where no values pass the walls at any error.
    """
    worst = np.empty(breakpoints.shape[0])
    settle_many(walls.table(), walls.direction, breakpoints, values, worst)
    return worst
