"""Standard errors of least-squares values at noisy data, given the breakpoints."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.pwl import PWL, SeparateLines
from pwlact.search.noisy.part import DataPart

BLOCK = 1 << 20  # points at once


def standard_errors(data: DataPart, table: PWL | SeparateLines, parameters: int) -> dict[str, Any] | None:
    """Return the standard errors of an approximation's values; None where the data leave no degree of freedom.

    The covariance of the values is s^2 (A' W A)^-1, A the hat functions of the breakpoints at the data, W the weights,
    and s^2 = sum w (y - p)^2 / (n - parameters). It takes the breakpoints as known, and errors as independent with
    variance s^2 / w.
    Source: Seber and Lee, Linear Regression Analysis, 2003, sections 3.2 and 3.10.

    Parameters
    ----------
    data : DataPart
        The data.
    table : PWL or SeparateLines
        Its least-squares approximation.
    parameters : int
        Number of parameters that were fitted.

    Returns
    -------
    dict
        `values`, of a PWL, shape (m,); `ends`, of separate lines, shape (m - 1, 2); None at a value that the data do
        not determine; `sigma`, s; `degrees_of_freedom`.
    """
    freedom = data.x.size - parameters
    if freedom < 1:
        return None
    joined = isinstance(table, PWL)
    normal, squares = _normal(data, table)
    sigma = float(np.sqrt(squares / freedom))
    found = sigma * np.sqrt(_inverse_diagonal(normal))
    shape = (-1,) if joined else (-1, 2)
    listed = [value if np.isfinite(value) else None for value in found.tolist()]
    rows = np.array(listed, dtype=object).reshape(shape).tolist()
    return {"values" if joined else "ends": rows, "sigma": sigma, "degrees_of_freedom": freedom}


def _normal(data: DataPart, table: PWL | SeparateLines) -> tuple[Array, float]:
    """Return A' W A of the hat functions, each piece with its own two where pieces need not join, and the squares."""
    b, pieces = table.breakpoints, table.segments
    step = 1 if isinstance(table, PWL) else 2  # from the first value of a piece to that of the next
    entries, squares = np.zeros((3, pieces)), 0.0
    for start in range(0, data.x.size, BLOCK):
        x, y, weight = data.between(slice(start, start + BLOCK))
        w = np.ones(x.size) if weight is None else weight
        k = np.searchsorted(b[1:-1], x, side="right")
        share = (x - b[k]) / (b[k + 1] - b[k])
        for row, part in zip(entries, ((1.0 - share) ** 2, share * (1.0 - share), share**2), strict=True):
            row += np.bincount(k, w * part, pieces)
        squares += float(np.sum(w * (y - table(x)) ** 2))
    normal = np.zeros((step * (pieces - 1) + 2,) * 2)
    first = step * np.arange(pieces)
    np.add.at(normal, (first, first), entries[0])
    np.add.at(normal, (first, first + 1), entries[1])
    np.add.at(normal, (first + 1, first), entries[1])
    np.add.at(normal, (first + 1, first + 1), entries[2])
    return normal, squares


def _inverse_diagonal(normal: Array) -> Array:
    """Return the diagonal of the inverse; infinite at values that are not determined."""
    vectors, sizes = np.linalg.eigh(normal)[::-1]
    small = sizes <= 1e-12 * sizes[-1]
    parts = vectors**2
    found = np.sum(parts[:, ~small] / sizes[~small], axis=1)
    return np.where(np.sum(parts[:, small], axis=1) > 1e-9, np.inf, found)
