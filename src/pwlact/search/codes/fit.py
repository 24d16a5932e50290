"""Table rows for given points: the inner fit of the agent and of every method that searches in real numbers."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import BreakpointError, FormatError
from pwlact.search.codes.fit_kernels import fit_pieces, fit_rows
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import TableRows


def starts_at(grid: CodeGrid, points: Array, address_shift: int = 0) -> Codes:
    """Return the starts of n tables: for each point the nearest code inside the range at which a row may begin.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    points : ndarray, shape (n, P)
        Interior points, ascending.
    address_shift : int
        Rows begin at multiples of 2**address_shift in the order of the input's codes.

    Returns
    -------
    ndarray of int64, shape (n, P + 2)
        Indices in the grid, the first 0 and the last the grid's size.

    Raises
    ------
    FormatError
        If the table is mirrored: points on the whole range do not determine its rows.
    """
    if grid.spec.mirrored:
        raise FormatError(
            "a mirrored table is searched by methods minimax and dp, got points on the whole range; leave out --mirror"
        )
    possible = np.unique(grid.snap[:-1])
    possible = possible[(possible == 0) | (grid.x[possible] < grid.interval[1])]  # no row begins at the end
    possible = possible[(possible == 0) | (grid.order_keys[possible] % (1 << address_shift) == 0)]
    x = grid.x[possible]
    n = points.shape[0]
    inner = possible[np.searchsorted(0.5 * (x[1:] + x[:-1]), points)]
    return np.concatenate((np.zeros((n, 1), np.int64), inner, np.full((n, 1), grid.size)), axis=1)


def fitted_errors(grid: CodeGrid, points: Array, fit: str) -> Array:
    """Return the errors of the units for n sets of points.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    points : ndarray, shape (n, P)
        Interior points, ascending.
    fit : str
        "lstsq" or "minimax": how the coefficients are fitted.

    Returns
    -------
    ndarray, shape (n, 3)
        Maximum, mean and mean square error; inf where two points fall on one code.

    Raises
    ------
    FormatError
        If the table is mirrored.
    """
    starts = starts_at(grid, points)
    apart = np.all(np.diff(starts, axis=1) > 0, axis=1)
    errors = np.full((points.shape[0], 3), np.inf)
    if apart.any():
        samples = (grid.x, grid.y, grid.row_weights, grid.sums)
        errors[apart] = fit_rows(*samples, starts[apart], grid.slopes, fit == "lstsq", grid.arithmetic)[0]
    return errors


def fit_points(grid: CodeGrid, points: Array, fit: str) -> TableRows:
    """Return the table rows for interior points (P,), fitted by "lstsq" or "minimax".

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    points : ndarray, shape (P,)
        Interior points, ascending.
    fit : str
        "lstsq" or "minimax".

    Raises
    ------
    BreakpointError
        If two points fall on one code.
    FormatError
        If the table is mirrored.
    """
    (starts,) = starts_at(grid, points[None, :])
    if np.any(np.diff(starts) <= 0):
        raise BreakpointError(
            f"each piece begins at another code of {grid.spec.input.name}, got points {points.tolist()}; "
            "move them apart or use fewer"
        )
    slopes, intercepts = fit_pieces(grid.x, grid.y, grid.sums, starts, grid.slopes, fit == "lstsq", grid.arithmetic)
    return TableRows(starts=starts, slopes=slopes, intercepts=intercepts)
