"""Units evaluated by error and area together.

The comparator of a piece that begins at a multiple of 2^s has s bits fewer. Points in real numbers do not choose such
codes, so each set of points is rounded to several powers of two, and the best unit is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes
from pwlact.area.model import area_batch, area_estimate
from pwlact.datapath import Unit
from pwlact.search.codes.fit import starts_at
from pwlact.search.codes.fit_kernels import fit_rows
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.tails import encoded_tables, over_range

ADDRESS_SHIFTS = (0, 3, 6, 8)  # pieces begin at multiples of 2**shift codes


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPenalty:
    """The penalised objective J (area / base)**weight.

    Parameters
    ----------
    weight : float
        1: a per cent of area counts as a per cent of error; 0: the error alone.
    target : str
        Technology of the fitted model of areas.
    base : float
        Area that leaves J as it is, in the target's logic cells.
    """

    weight: float
    target: str
    base: float = 1.0

    def apply(self, objective: Array, area: Array) -> Array:
        """Return the penalised objectives (n,) of objectives and areas (n,)."""
        return np.asarray(objective * (area / self.base) ** self.weight)

    def apply_to_unit(self, objective: float, unit: Unit) -> float:
        """Return the penalised objective of one unit."""
        return float(self.apply(np.array([objective]), np.array([area_estimate(unit, self.target)]))[0])


def penalize(grid: CodeGrid, points: Array, fit: str, weights: Array, area_penalty: AreaPenalty) -> tuple[Array, Array]:
    """Return penalised objectives, each with its best rounding of the points, and the rounded points.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes of a unit that is not mirrored.
    points : ndarray, shape (n, P)
        Interior points, ascending.
    fit : str
        "lstsq" or "minimax": how the coefficients are fitted.
    weights : ndarray, shape (3,)
        Weights of maximum, mean and mean square error in J.
    area_penalty : AreaPenalty
        How area counts.

    Returns
    -------
    (ndarray, ndarray), shapes (n,) and (n, P)
        Penalised objectives, inf where two points fall on one code, and points.

    Raises
    ------
    FormatError
        If the table is mirrored, or a tail does not fit its format.
    """
    best, chosen = np.full(points.shape[0], np.inf), points.copy()
    for shift in ADDRESS_SHIFTS:
        starts = starts_at(grid, points, shift)
        apart = np.flatnonzero(np.all(np.diff(starts, axis=1) > 0, axis=1))
        if apart.size == 0:
            continue
        errors, areas = errors_and_areas(grid, starts[apart], fit, area_penalty.target)
        values = area_penalty.apply(errors @ weights, areas)
        better = values < best[apart]
        rows = apart[better]
        best[rows], chosen[rows] = values[better], grid.x[starts[rows, 1:-1]]
    return best, chosen


def errors_and_areas(grid: CodeGrid, starts: Codes, fit: str, target: str) -> tuple[Array, Array]:
    """Return errors and areas of n units.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    starts : ndarray of int64, shape (n, K + 1)
        Indices in the grid at which rows begin, and its size.
    fit : str
        "lstsq" or "minimax": how the coefficients are fitted.
    target : str
        Technology of the area model.

    Returns
    -------
    (ndarray, ndarray), shapes (n, 3) and (n,)
        Maximum, mean and mean square error over the range; area in logic cells.

    Raises
    ------
    FormatError
        If a tail does not fit its format.
    """
    samples = (grid.x, grid.y, grid.row_weights, grid.sums)
    errors, slopes, intercepts = fit_rows(*samples, starts, grid.slopes, fit == "lstsq", grid.arithmetic)
    return over_range(grid, errors), area_batch(
        grid.spec, *encoded_tables(grid, starts[:, :-1], slopes, intercepts), target
    )
