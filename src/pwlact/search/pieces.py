"""The lines that a result is made of: segments of a PWL, which join, or pieces of a unit, which need not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from pwlact._types import Array
from pwlact.datapath import Unit, row_codes
from pwlact.functions import Interval, Line
from pwlact.pwl import SeparateLines
from pwlact.search.result import Result

BEYOND = 0.06  # how far tails are drawn beyond the range, as a share of its width


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnPiece:
    """One line between its ends.

    Parameters
    ----------
    x, y : ndarray, shape (2,)
        Its ends; of a unit, at the first and the last input code of the piece.
    line : Line
        Its equation.
    """

    x: Array
    y: Array
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """The pieces of a result, from left to right: within the range, and a little beyond it on both sides.

    Parameters
    ----------
    left, inside, right : tuple of DrawnPiece
        Of a unit, left and right are empty where the input format ends with the range.
    """

    left: tuple[DrawnPiece, ...]
    inside: tuple[DrawnPiece, ...]
    right: tuple[DrawnPiece, ...]

    @property
    def starts(self) -> Array:
        """Return where the pieces within the range begin, shape (n,)."""
        return np.array([piece.x[0] for piece in self.inside])

    @property
    def knots(self) -> Array:
        """Return where the pieces within the range begin, and the last one's end, shape (n + 1,)."""
        return np.append(self.starts, self.inside[-1].x[1])

    @property
    def ends(self) -> tuple[Array, Array]:
        """Return x and y of the ends of the pieces within the range; one where two pieces join."""
        ends = np.hstack([(piece.x, piece.y) for piece in self.inside])
        x, y = ends[:, np.append(True, np.any(np.diff(ends) != 0.0, axis=0))]
        return x, y

    def __call__(self, x: ArrayLike) -> Array:
        """Evaluate the pieces within the range, the outer ones extended, on an array of any shape."""
        x = np.asarray(x, dtype=np.float64)
        k = np.maximum(np.searchsorted(self.starts, x, side="right") - 1, 0)
        slopes, intercepts = np.array([piece.line for piece in self.inside]).T
        return np.asarray(slopes[k] * x + intercepts[k])


def pieces_of(result: Result) -> Pieces:
    """Return the pieces of a result: the segments and tails of its PWL, or what its unit computes with.

    Raises
    ------
    FormatError
        If the input format of its unit has no code in the range, or too many codes.
    """
    unit = result.candidate.unit
    if result.candidate.lines is not None:
        return _separate_lines(result, result.candidate.lines)
    return _segments(result) if unit is None else _unit_pieces(result, unit)


def curve(pieces: Sequence[DrawnPiece]) -> tuple[Array, Array]:
    """Return x and y of pieces as one curve with a gap, NaN, between pieces."""
    ends = [(np.append(piece.x, np.nan), np.append(piece.y, np.nan)) for piece in pieces]
    x, y = zip(*ends, strict=True) if ends else ([np.array([])], [np.array([])])
    return np.concatenate(x), np.concatenate(y)


def _segments(result: Result) -> Pieces:
    pwl = result.candidate.pwl
    (low, high), (first, last) = pwl.interval, view(result)
    ends = zip(pairwise(pwl.breakpoints.tolist()), pairwise(pwl.values.tolist()), strict=True)
    lines = (Line(*pair) for pair in zip(pwl.slopes.tolist(), pwl.intercepts.tolist(), strict=True))
    return Pieces(
        left=(_piece(pwl.left_tail, first, low),),
        inside=tuple(
            DrawnPiece(x=np.array(x), y=np.array(y), line=line) for (x, y), line in zip(ends, lines, strict=True)
        ),
        right=(_piece(pwl.right_tail, high, last),),
    )


def _separate_lines(result: Result, lines: SeparateLines) -> Pieces:
    """Return lines that need not join; the outer ones go on."""
    (low, high), (first, last) = lines.interval, view(result)
    rows = zip(pairwise(lines.breakpoints.tolist()), lines.ends, lines.slopes, lines.intercepts, strict=True)
    inside = tuple(DrawnPiece(x=np.array(x), y=y, line=Line(float(s), float(c))) for x, y, s, c in rows)
    return Pieces(
        left=(_piece(inside[0].line, first, low),), inside=inside, right=(_piece(inside[-1].line, high, last),)
    )


def _unit_pieces(result: Result, unit: Unit) -> Pieces:
    """Return a unit's pieces over its finite input codes; one that goes on beyond the range is cut there."""
    spec, (first, last) = unit.spec, view(result)
    codes, inside = row_codes(unit, result.problem.interval)
    x, k = spec.input.decode(codes), unit.piece(codes)
    reflected = (x < 0.0) & spec.mirrored
    groups = np.stack((k, inside, reflected))
    starts = np.append(0, np.flatnonzero(np.any(np.diff(groups) != 0, axis=0)) + 1)
    parts: tuple[list[DrawnPiece], list[DrawnPiece], list[DrawnPiece]] = ([], [], [])
    for start, stop in zip(starts, np.append(starts[1:], x.size), strict=True):
        ends = max(float(x[start]), first), min(float(x[stop - 1]), last)
        if ends[0] <= ends[1]:
            side = 1 if inside[start] else 2 * int(x[start] > x[inside][0])
            line = _line(unit, int(k[start]), reflected=bool(reflected[start]))
            parts[side].append(_piece(line, *ends))
    return Pieces(left=tuple(parts[0]), inside=tuple(parts[1]), right=tuple(parts[2]))


def _line(unit: Unit, k: int, *, reflected: bool) -> Line:
    """Return the line of table row k; reflected, as the unit reflects it for negative inputs."""
    spec = unit.spec
    line = Line(float(spec.slope.decode(unit.slopes[k])), float(spec.intercept.decode(unit.intercepts[k])))
    if not reflected:
        return line
    at_zero, at_minus_one = (float(spec.symmetry.reflect(x, line(x))) for x in (0.0, 1.0))
    return Line(at_zero - at_minus_one, at_zero)


def _piece(line: Line, start: float, stop: float) -> DrawnPiece:
    x = np.array([start, stop])
    return DrawnPiece(x=x, y=line(x), line=line)


def view(result: Result) -> Interval:
    """Return the part of the x axis that is drawn: the range and a little beyond."""
    low, high = result.problem.interval
    reach = BEYOND * (high - low)
    return low - reach, high + reach
