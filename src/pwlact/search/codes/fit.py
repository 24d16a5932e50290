"""Table rows for given points.

The quick fit tries two slopes a row; the agent, and every method that searches in real numbers, asks it for thousands
of tables a second. The fit that is reported has the best coefficients of all.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath.reflection import has_reflected_lines
from pwlact.errors import BreakpointError, FormatError
from pwlact.search.codes.cover import ACCURACY, best_line, line_on
from pwlact.search.codes.fit_kernels import fit_pieces, fit_rows, line_errors
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
        If the table is mirrored and a point is not above 0: points on the whole range do not determine its rows.
    """
    if grid.spec.mirrored and np.any(points <= 0.0):
        raise FormatError(
            "a mirrored table is searched by methods minimax and dp, got points on the whole range; "
            "give those above 0, or leave out --mirror"
        )
    possible = np.unique(grid.snap[:-1])
    possible = possible[(possible == 0) | (grid.x[possible] < grid.interval[1])]  # no row begins at the end
    possible = possible[(possible == 0) | (grid.order_keys[possible] % (1 << address_shift) == 0)]
    x = grid.x[possible]
    n = points.shape[0]
    inner = possible[np.searchsorted(0.5 * (x[1:] + x[:-1]), points)]
    return np.concatenate((np.zeros((n, 1), np.int64), inner, np.full((n, 1), grid.size)), axis=1)


def fitted_errors(grid: CodeGrid, points: Array, fit: str) -> Array:
    """Return the errors of the units for n sets of points, their coefficients by the quick fit.

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
        If the table is mirrored and a point is not above 0.
    """
    starts = starts_at(grid, points)
    apart = np.all(np.diff(starts, axis=1) > 0, axis=1)
    errors = np.full((points.shape[0], 3), np.inf)
    if apart.any():
        samples = (grid.x, grid.y, grid.row_weights, grid.sums)
        errors[apart] = fit_rows(*samples, starts[apart], grid.slopes, fit == "lstsq", grid.arithmetic)[0]
    return errors


def fit_points(grid: CodeGrid, points: Array, fit: str) -> TableRows:
    """Return the table rows for interior points (P,), those of the quick fit or, for "minimax", the best.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    points : ndarray, shape (P,)
        Interior points, ascending; of a mirrored table those above 0.
    fit : str
        "lstsq": least-squares lines with both coefficients rounded. "minimax": of all slopes and intercepts those with
        the smallest maximum error of the unit on the row's codes.

    Raises
    ------
    BreakpointError
        If two points fall on one code.
    FormatError
        If the table is mirrored and a point is not above 0.
    """
    rows = quick_rows(grid, points, fit)
    return best_rows(grid, rows) if fit == "minimax" else rows


def quick_rows(grid: CodeGrid, points: Array, fit: str) -> TableRows:
    """Return the table rows whose errors `fitted_errors` measures: those of the quick fit.

    Parameters, errors
        As of `fit_points`.
    """
    (starts,) = starts_at(grid, points[None, :])
    if np.any(np.diff(starts) <= 0):
        shown, name = np.array2string(points, threshold=8, edgeitems=2, max_line_width=1000), grid.spec.input.name
        raise BreakpointError(
            f"each piece begins at another code of {name}, got points {shown}; move them apart or use fewer"
        )
    slopes, intercepts = fit_pieces(
        grid.x, grid.y, grid.row_weights, grid.sums, starts, grid.slopes, fit == "lstsq", grid.arithmetic
    )
    if has_reflected_lines(grid.spec):
        intercepts = nearest(grid.levels, intercepts)
    return TableRows(starts=starts, slopes=slopes, intercepts=intercepts)


def nearest(allowed: Array, values: Array) -> Array:
    """Return the nearest of ascending allowed values (m,) to each of the values, of their shape."""
    return np.asarray(allowed[np.searchsorted(0.5 * (allowed[1:] + allowed[:-1]), values)])


def best_rows(grid: CodeGrid, rows: TableRows) -> TableRows:
    """Give each table row the slope and intercept with the smallest maximum error of the unit on its codes.

    min over codes (s, c) of max_i w(x_i) |unit(x_i) - f(x_i)|, to 1e-7 of it or of the output's last place

    Parameters
    ----------
    grid : CodeGrid
        The function f on the input codes x_i, and the weights w.
    rows : TableRows
        Where the rows begin, and lines to start from.
    """
    kinds = zip(pairwise(rows.starts.tolist()), rows.slopes.tolist(), rows.intercepts.tolist(), strict=True)
    best = np.array([_best_row(grid.part(i, j), slope, intercept) for (i, j), slope, intercept in kinds])
    return TableRows(starts=rows.starts, slopes=best[:, 0], intercepts=best[:, 1])


def _best_row(part: CodeGrid, slope: float, intercept: float) -> tuple[float, float]:
    """Return the best line of one row, from a line whose error at the codes themselves is known."""
    row = (np.array([0, part.size]), np.array([slope]), np.array([intercept]))
    known = line_errors(part.x, part.y, part.row_weights, *row, part.arithmetic)[0, 0]
    last_place = float((part.spec.output.ulp(part.y) * part.weights[0]).min())
    holds = max(float(known), last_place) if np.isfinite(known) else last_place
    ceiling = 4.0 * (part.spec.output.limits[1] + float(np.abs(part.y).max())) * float(part.weights.max())
    while np.isnan(line_on(part, holds)[0]) and holds <= ceiling:  # as at -x in a mirrored table
        holds *= 2.0
    return best_line(part, slope, intercept, holds, ACCURACY * last_place)
