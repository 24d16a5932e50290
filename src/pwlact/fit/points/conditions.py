"""Conditions on the values of a PWL at given breakpoints: linear equations and inequalities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array

Pairs = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What an approximation of noisy points keeps.

    Parameters
    ----------
    through : tuple of (float, float)
        Pairs (x, y) with p(x) = y.
    direction : int
        1 for p that never falls, -1 for p that never rises, 0 for any.
    non_negative : bool
        p >= 0 between the first and the last breakpoint.
    last : float or None
        The last piece is this constant.
    slopes : tuple of (int, float)
        Pairs of a segment, counted from 0, and its slope.
    """

    through: Pairs = ()
    direction: int = 0
    non_negative: bool = False
    last: float | None = None
    slopes: tuple[tuple[int, float], ...] = ()

    def equations(self, b: Array, origin: float, level: float) -> tuple[Array, Array]:
        """Return rows (e, m) and right sides (e,) of equations of the values.

        Parameters
        ----------
        b : ndarray, shape (m,)
            Breakpoints less `origin`.
        origin, level : float
            What is subtracted from x and from the values.
        """
        unit, rows, right = np.eye(b.size), [], []
        for x, y in self.through:
            k = int(np.clip(np.searchsorted(b, x - origin) - 1, 0, b.size - 2))
            share = (x - origin - b[k]) / (b[k + 1] - b[k])
            rows.append((1.0 - share) * unit[k] + share * unit[k + 1])
            right.append(y - level)
        for k, slope in self.slopes:
            rows.append(unit[k + 1] - unit[k])
            right.append(slope * (b[k + 1] - b[k]))
        if self.last is not None:
            rows += [unit[-2], unit[-1]]
            right += [self.last - level] * 2
        return np.array(rows).reshape(-1, b.size), np.array(right)

    def inequalities(self, m: int, level: float) -> tuple[Array, Array]:
        """Return rows (g, m) and right sides (g,) of what the values must at least be, less `level`."""
        rows, right = np.empty((0, m)), np.empty(0)
        if self.direction:
            rows, right = self.direction * np.diff(np.eye(m), axis=0), np.zeros(m - 1)
        if self.non_negative:
            rows, right = np.concatenate((rows, np.eye(m))), np.concatenate((right, np.full(m, -level)))
        return rows, right
