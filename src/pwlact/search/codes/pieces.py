"""Coded pieces on a grid: what every search on codes comes to."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact._types import Array, Codes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """Pieces of a table, tails not among them.

    Parameters
    ----------
    starts : ndarray of int64, shape (K + 1,)
        Piece k holds the grid's places starts[k] .. starts[k + 1] - 1.
    slopes, intercepts : ndarray, shape (K,)
        Values of the coefficients, which their formats hold.
    """

    starts: Codes
    slopes: Array
    intercepts: Array
