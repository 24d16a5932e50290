"""The largest error of each piece of a result, and where it is."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, code_values
from pwlact.metrics import error_extrema
from pwlact.search.noisy.part import data_in_range
from pwlact.search.result import Result

PieceError = tuple[float, float] | None
"""The largest |p - f| of a piece in the range and its x; None of a piece beyond it, or without data."""


def piece_errors(result: Result) -> list[PieceError]:
    """Return the largest error of each piece, tails included, in the order of the table.

    Parameters
    ----------
    result : Result
        Of a unit, pieces are rows of its table.
    """
    return _real(result) if result.unit is None else coded_errors(result, result.unit)


def coded_errors(result: Result, unit: Unit) -> list[PieceError]:
    """Return the largest error of each row of a unit's table over the input codes in the range.

    Parameters
    ----------
    result : Result
        The unit's result.
    unit : Unit
        The unit, or the same without some of its pieces that no input reaches.
    """
    found = code_values(unit, result.problem.activation, result.problem.interval)
    inside = found.inside
    return _grouped(found.x[inside], found.errors[inside], unit.piece(found.codes[inside]), unit.pieces)


def _real(result: Result) -> list[PieceError]:
    problem, knots = result.problem, result.pwl.breakpoints
    if problem.activation.noisy:
        x, y, _weight = data_in_range(problem)
        error = result.approximation(x) - y
    else:
        x, error = error_extrema(problem.activation, result.pwl)
    piece = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, knots.size - 2)
    if not problem.activation.noisy:  # a breakpoint belongs to both of its pieces
        ends = np.isin(x, knots[1:-1])
        x, error = np.append(x, x[ends]), np.append(error, error[ends])
        piece = np.append(piece, piece[ends] - 1)
    return [None, *_grouped(x, error, piece, knots.size - 1), None]


def _grouped(x: Array, error: Array, piece: Codes, count: int) -> list[PieceError]:
    found: list[PieceError] = [None] * count
    order = np.argsort(np.abs(error), kind="stable")  # the last of a piece is its largest
    for k, size, at in zip(piece[order].tolist(), np.abs(error[order]).tolist(), x[order].tolist(), strict=True):
        found[k] = (size, at)
    return found
