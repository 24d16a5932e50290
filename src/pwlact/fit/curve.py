"""A function as the compiled kernels see it: tables of f and f' on stretches where it bends one way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact.functions import Activation, Interval, check_interval, features

Array = NDArray[np.float64]

FIRST_NODES = 8192  # over the whole range, shared out by width
LEAST_NODES = 257  # on a stretch
MOST_NODES = 1 << 17  # on a stretch
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
    cuts = np.unique(np.concatenate(([low], inner, [high])))
    tried = [_nodes(activation, a, b, (b - a) / (high - low)) for a, b in pairwise(cuts)]
    nodes = [table for table, _ in tried]
    counts = [table.shape[0] for table in nodes]
    bends = np.array([table[-1, 1] - table[0, 1] for table in nodes])
    stretches = np.zeros((cuts.size, 4))
    stretches[:, CUT] = cuts
    stretches[:-1, SIGN] = np.where(bends < 0.0, -1.0, 1.0)
    stretches[:, FIRST] = np.concatenate(([0], np.cumsum(counts)))
    stretches[:-1, STEP] = np.diff(cuts) / (np.array(counts) - 1)
    error = max(worst for _, worst in tried)
    table = np.concatenate(nodes)
    scale = float(np.max(np.abs(table[:, 0])))
    return Curve(interval=(low, high), tables=Tables(stretches, table), scale=scale, error=error)


def _nodes(activation: Activation, left: float, right: float, share: float) -> tuple[Array, float]:
    """Return f and f' (n, 2) on equal steps, so many that interpolation is exact to rounding, and its error."""
    count = max(LEAST_NODES, int(FIRST_NODES * share))
    while True:
        x = np.linspace(left, right, count)
        y = activation.f(x)
        inset = INSET * (right - left)
        slope = activation.df(np.clip(x, left + inset, right - inset))
        step = (right - left) / (count - 1)
        middle = 0.5 * (y[1:] + y[:-1]) + 0.125 * step * (slope[:-1] - slope[1:])
        worst = float(np.max(np.abs(middle - activation.f(0.5 * (x[1:] + x[:-1])))))
        if worst <= ACCURACY * np.max(np.abs(y)) or 2 * count > MOST_NODES:
            return np.stack((y, slope), axis=1), worst
        count = 2 * count - 1
