"""What is drawn of a result: its approximation and its error at points that leave no peak out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import Unit, code_values
from pwlact.functions import Interval
from pwlact.metrics import error_extrema
from pwlact.report.figures.arrays import thin
from pwlact.search.noisy.part import data_in_range
from pwlact.search.pieces import DrawnPiece, Pieces
from pwlact.search.result import Result

SAMPLES = 1200  # of all pieces
BINS = 800  # of a unit's codes, each with its smallest and its largest error
PIECE_SAMPLES = 6  # of each piece at least
WIDE = 1e3  # ratio of a range's ends, both above zero, from which its axis is logarithmic
NEAR = 1e-3  # places of the largest error: where it is less than this share below the largest
MARKS = 1000  # places that are marked at most


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """The approximation at n points, ascending; NaN between pieces that do not join.

    Parameters
    ----------
    x, y, error : ndarray, shape (n,)
        Points, p there, and p - f; of noisy data `error` has no meaning and is NaN.
    piece : ndarray of int, shape (n,)
        Index of the piece, the number of pieces where a tail serves, -1 between pieces.
    worst : ndarray of int, shape (k,)
        Indices of the points of the largest error.
    """

    x: Array
    y: Array
    error: Array
    piece: Codes
    worst: Codes


def samples_of(result: Result, pieces: Pieces) -> Samples:
    """Return what is drawn of a result: of a unit its outputs on input codes, else its pieces.

    Parameters
    ----------
    result : Result
        Any result.
    pieces : Pieces
        Its pieces, as `pieces_of` returns them.
    """
    inside = pieces.inside
    return _real(result, inside) if result.unit is None else _coded(result, result.unit, inside)


def function_of(result: Result) -> tuple[Array, Array]:
    """Return x and f(x) on the range, with the bends of f; of noisy data, the data, thinned where they are many."""
    problem = result.problem
    if problem.activation.noisy:
        x, y, _weight = data_in_range(problem)
        shown = thin(result.approximation(x) - y, SAMPLES)
        return x[shown], y[shown]
    x = np.union1d(spaced(problem.interval, SAMPLES), problem.activation.kinks_inside(*problem.interval))
    return x, problem.activation.f(x)


def logarithmic(interval: Interval) -> bool:
    """Tell whether a range is drawn on a logarithmic axis."""
    return interval[0] > 0.0 and interval[1] >= WIDE * interval[0]


def spaced(interval: Interval, count: int) -> Array:
    """Return points of an interval from end to end, even on its axis."""
    low, high = interval
    inner = np.geomspace(low, high, count) if logarithmic(interval) else np.linspace(low, high, count)
    return np.concatenate(([low], inner[1:-1], [high]))


def _real(result: Result, pieces: Sequence[DrawnPiece]) -> Samples:
    activation = result.problem.activation
    bends = np.array(activation.kinks_inside(*result.problem.interval))
    if result.candidate.lines is None and not activation.noisy:
        bends = error_extrema(activation, result.pwl)[0]
    count = max(SAMPLES // len(pieces), PIECE_SAMPLES)
    parts = [_piece(piece, bends, count) for piece in pieces]
    x, y = (np.concatenate([part[i] for part in parts])[:-1] for i in (0, 1))
    index = np.repeat(np.arange(len(parts)), [part[0].size for part in parts])[:-1]
    error = np.full(x.size, np.nan) if activation.noisy else y - activation.f(x)
    joined = ~np.isnan(x) if result.candidate.lines is None else np.full(x.size, True)
    return _samples(x[joined], y[joined], error[joined], index[joined])


def _piece(piece: DrawnPiece, bends: Array, count: int) -> tuple[Array, Array]:
    """Return x and y along a piece, with a gap behind it."""
    (start, stop), (first, last) = piece.x.tolist(), piece.y.tolist()
    inner = bends[(bends > start) & (bends < stop)]
    x = np.union1d(spaced((start, stop), count), inner)
    y = first + (last - first) * (x - start) / (stop - start)
    return np.append(x, np.nan), np.append(y, np.nan)


def _coded(result: Result, unit: Unit, pieces: Sequence[DrawnPiece]) -> Samples:
    found = code_values(unit, result.problem.activation, result.problem.interval)
    x, y, error = (values[found.inside] for values in (found.x, found.y, found.errors))
    k = unit.piece(found.codes[found.inside])
    starts = np.flatnonzero(np.diff(np.stack((k, (x < 0.0) & unit.spec.mirrored))).any(axis=0)) + 1
    shown = np.union1d(thin(error, BINS), (starts - 1, starts))
    gaps = np.searchsorted(shown, starts)
    x, y, error = (np.insert(values[shown], gaps, np.nan) for values in (x, y, error))
    return _samples(x, y, error, _index(pieces, x))


def _index(pieces: Sequence[DrawnPiece], x: Array) -> Codes:
    """Return in which piece each x (n,) lies; the number of pieces where a tail serves the end of the range."""
    within = (x >= pieces[0].x[0]) & (x <= pieces[-1].x[1])
    return np.where(within, np.searchsorted([piece.x[0] for piece in pieces], x, side="right") - 1, len(pieces))


def _samples(x: Array, y: Array, error: Array, piece: Codes) -> Samples:
    size = np.nan_to_num(np.abs(error))
    peak = np.append(size[:-1] >= size[1:], True) & np.append(True, size[1:] > size[:-1])
    worst = np.flatnonzero(peak & (size >= (1.0 - NEAR) * size.max()) & (size > 0.0))
    return Samples(x=x, y=y, error=error, piece=np.where(np.isnan(x), -1, piece), worst=worst[:MARKS])
