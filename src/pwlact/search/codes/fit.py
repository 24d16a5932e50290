"""Coded pieces for given points: the inner fit of the agent and of every method that places points in real numbers."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import BreakpointError, FormatError
from pwlact.search.codes.fit_kernels import fit_pieces, fit_rows
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import TableRows


def starts_at(grid: CodeGrid, points: Array, address_shift: int = 0) -> Codes:
    """Return where pieces begin for rows of interior points, (n, P) to (n, P + 2): the possible starts next to them.

    With a address_shift, possible are multiples of 2**address_shift in the input's order alone.

    Raises
    ------
    FormatError
        If the table is mirrored, whose pieces points on the whole range do not tell.
    """
    if grid.spec.mirrored:
        raise FormatError(
            "a mirrored table is searched by methods minimax and dp, got points on the whole range; leave out --mirror"
        )
    possible = np.unique(grid.starts[:-1])
    possible = possible[(possible == 0) | (grid.order_keys[possible] % (1 << address_shift) == 0)]
    x = grid.x[possible]
    n = points.shape[0]
    inner = possible[np.searchsorted(0.5 * (x[1:] + x[:-1]), points)]
    return np.concatenate((np.zeros((n, 1), np.int64), inner, np.full((n, 1), grid.size)), axis=1)


def fitted_errors(grid: CodeGrid, points: Array, fit: str) -> Array:
    """Return maximum, mean and mean square error of the unit for each row of points, (n, P) to (n, 3).

    They are inf where two points fall on one code.
    """
    starts = starts_at(grid, points)
    apart = np.all(np.diff(starts, axis=1) > 0, axis=1)
    errors = np.full((points.shape[0], 3), np.inf)
    if apart.any():
        samples = (grid.x, grid.y, grid.sums)
        errors[apart] = fit_rows(*samples, starts[apart], grid.slopes, fit == "lstsq", grid.arithmetic)[0]
    return errors


def fit_points(grid: CodeGrid, points: Array, fit: str) -> TableRows:
    """Return the coded pieces for interior points (P,).

    Raises
    ------
    BreakpointError
        If two points fall on one code.
    """
    (starts,) = starts_at(grid, points[None, :])
    if np.any(np.diff(starts) <= 0):
        raise BreakpointError(
            f"pieces of {grid.spec.input.name} begin at codes of their own, got points {points.tolist()}; "
            "move them apart or use fewer"
        )
    slopes, intercepts = fit_pieces(grid.x, grid.y, grid.sums, starts, grid.slopes, fit == "lstsq", grid.arithmetic)
    return TableRows(starts=starts, slopes=slopes, intercepts=intercepts)
