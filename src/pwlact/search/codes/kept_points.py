"""Table rows for given points that keep constraints."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.search.codes.fit import quick_rows
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.monotone import smallest_kept_cover
from pwlact.search.codes.table_rows import TableRows


def kept_points(grid: CodeGrid, points: Array, fit: str) -> TableRows:
    """Return the rows for interior points that keep the constraints and have the smallest maximum error.

    That is the search for the smallest maximum error, with no other starts than those of the points.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes, and what rows must keep.
    points : ndarray, shape (P,)
        Interior points, ascending; of a mirrored table those above 0.
    fit : str
        "minimax"; least-squares lines keep no constraints.

    Raises
    ------
    BreakpointError
        If two points fall on one code.
    FormatError
        If the table is mirrored and a point is not above 0.
    ConfigError
        If the fit is another, or no rows that begin there keep the constraints.
    """
    if fit != "minimax":
        raise ConfigError(f"constraints are kept by minimax values, got fit {fit}; give --fit minimax")
    starts = quick_rows(grid, points, fit).starts
    snap = starts[np.searchsorted(starts, np.arange(grid.size + 1), side="right") - 1]
    return smallest_kept_cover(dataclasses.replace(grid, snap=snap), starts.size - 1)
