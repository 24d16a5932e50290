"""A function as the compiled kernels see it: tables of f and f' on stretches where it bends one way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.functions import Activation, Interval, check_interval, features

FIRST_NODES = 8192  # over the whole range, shared out by width
LEAST_NODES = 257  # on a stretch
MOST_NODES = 1 << 15  # on a stretch; where they are too few, it is halved,
SPLITS = 30  # so often
ACCURACY = 2e-15  # of the interpolation, relative to the function's largest value
INSET = 1e-12  # of a stretch: one-sided derivatives are taken this far inside


class Tables(NamedTuple):
    """The arrays of a curve, as numba takes them; two of them, since passing an array on costs time.

    Row k of `stretches` (s + 1, 4) holds the left end CUT of stretch k, its SIGN, +1 where f is convex and -1 where it
    is concave, its FIRST node and the STEP between its nodes; the last row, the range's end and the number of nodes.
    A row of `nodes` (n, 2) holds f and f'.
    """

    stretches: Array
    nodes: Array


CUT, SIGN, FIRST, STEP = range(4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A function on a range, tabulated for evaluation to rounding by cubic Hermite interpolation.

    Parameters
    ----------
    interval : (float, float)
        The range.
    tables : Tables
        Nodes with f and f'.
    scale : float
        Largest |f|.
    error : float
        Largest error of the interpolation, as found halfway between nodes.
    """

    interval: Interval
    tables: Tables
    scale: float
    error: float


def curve_of(activation: Activation, interval: Interval) -> Curve:
    """Tabulate f and f' between the inflections and kinks of a function, finer where it takes more nodes."""
    low, high = check_interval(interval)
    # Between these f is smooth: catalogue functions have steps of f'' at zero only.
    steps = features.jumps(activation.d2f, (0.0,))
    margin = INSET * (high - low)
    inner = [x for x in (*features.bends(activation, (low, high)), *steps) if low + margin < x < high - margin]
    ends = np.unique(np.concatenate(([low], inner, [high])))
    scale = float(np.max(np.abs(activation.f(np.linspace(low, high, 1001)))))
    pieces = [piece for a, b in pairwise(ends) for piece in _pieces(activation, a, b, scale, high - low, SPLITS)]
    cuts = np.array([*(piece.left for piece in pieces), high])
    counts = np.array([piece.nodes.shape[0] for piece in pieces])
    bends = np.array([piece.nodes[-1, 1] - piece.nodes[0, 1] for piece in pieces])
    stretches = np.zeros((cuts.size, 4))
    stretches[:, CUT] = cuts
    stretches[:-1, SIGN] = np.where(bends < 0.0, -1.0, 1.0)
    stretches[:, FIRST] = np.concatenate(([0], np.cumsum(counts)))
    stretches[:-1, STEP] = np.diff(cuts) / (counts - 1)
    nodes = np.concatenate([piece.nodes for piece in pieces])
    return Curve(
        interval=(low, high),
        tables=Tables(stretches, nodes),
        scale=float(np.max(np.abs(nodes[:, 0]))),
        error=max(piece.error for piece in pieces),
    )


class _Piece(NamedTuple):
    """Where a stretch begins, its nodes (n, 2) and the error between them."""

    left: float
    nodes: Array
    error: float


def _pieces(activation: Activation, left: float, right: float, scale: float, width: float, splits: int) -> list[_Piece]:
    """Return a stretch with nodes enough, or in halves of halves where a narrow bend takes too many."""
    count = max(LEAST_NODES, int(FIRST_NODES * (right - left) / width))
    before = np.inf
    while True:
        nodes, error = _nodes(activation, left, right, count)
        exact = error <= ACCURACY * max(scale, float(np.max(np.abs(nodes[:, 0]))))
        if exact or error > 0.5 * before or splits == 0:  # the second: what is left is f's own rounding
            return [_Piece(left, nodes, error)]
        if 2 * count > MOST_NODES:
            middle = 0.5 * (left + right)
            return [
                *_pieces(activation, left, middle, scale, width, splits - 1),
                *_pieces(activation, middle, right, scale, width, splits - 1),
            ]
        count, before = 2 * count - 1, error


def _nodes(activation: Activation, left: float, right: float, count: int) -> tuple[Array, float]:
    """Return f and f' (n, 2) on equal steps, and the largest error of interpolating halfway between them."""
    x = np.linspace(left, right, count)
    y = activation.f(x)
    inset = INSET * (right - left)
    slope = activation.df(np.clip(x, left + inset, right - inset))
    step = (right - left) / (count - 1)
    middle = 0.5 * (y[1:] + y[:-1]) + 0.125 * step * (slope[:-1] - slope[1:])
    error = float(np.max(np.abs(middle - activation.f(0.5 * (x[1:] + x[:-1])))))
    return np.stack((y, slope), axis=1), error
