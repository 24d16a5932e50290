"""A function as tables of f and f' on its convex runs, which the compiled kernels read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.functions import Activation, Interval, check_interval, features

FIRST_NODES = 8192  # over the whole range, shared out by width
MIN_NODES = 257  # on a run
MAX_NODES = 1 << 15  # on a run; one that needs more is halved
SPLITS = 30  # how often a run may be halved
ACCURACY = 2e-15  # of the interpolation, relative to the function's largest value
INSET = 1e-12  # of a run: one-sided derivatives are taken this far inside


class Tables(NamedTuple):
    """The arrays of a curve for numba: two only, since each array argument costs time.

    A convex run is an interval on which f is convex, or on which it is concave.

    Parameters
    ----------
    convex_runs : ndarray, shape (r + 1, 4)
        Columns START, the left end of a run; SIGN, +1 where f is convex and -1 where it is concave; FIRST, the index
        of its first node; STEP, the distance between its nodes. The last row holds the end of the range and the number
        of nodes.
    nodes : ndarray, shape (n, 2)
        f and f' at the nodes.
    """

    convex_runs: Array
    nodes: Array


START, SIGN, FIRST, STEP = range(4)


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
        Largest error of the interpolation halfway between nodes.
    """

    interval: Interval
    tables: Tables
    scale: float
    error: float


def curve_of(activation: Activation, interval: Interval) -> Curve:
    """Tabulate f and f' on the convex runs of a function.

    Parameters
    ----------
    activation : Activation
        The function.
    interval : (float, float)
        The range.

    Raises
    ------
    IntervalError
        If the range is reversed, empty, infinite or not a number.
    """
    low, high = check_interval(interval)
    # Between these f is smooth: catalogue functions have steps of f'' at zero only.
    steps = features.jumps(activation.d2f, (0.0,))
    margin = INSET * (high - low)
    inner = [x for x in (*features.bends(activation, (low, high)), *steps) if low + margin < x < high - margin]
    ends = np.unique(np.concatenate(([low], inner, [high])))
    scale = float(np.max(np.abs(activation.f(np.linspace(low, high, 1001)))))
    runs = [run for a, b in pairwise(ends) for run in _runs(activation, a, b, scale, high - low, SPLITS)]
    starts = np.array([*(run.left for run in runs), high])
    counts = np.array([run.nodes.shape[0] for run in runs])
    bends = np.array([run.nodes[-1, 1] - run.nodes[0, 1] for run in runs])
    convex_runs = np.zeros((starts.size, 4))
    convex_runs[:, START] = starts
    convex_runs[:-1, SIGN] = np.where(bends < 0.0, -1.0, 1.0)
    convex_runs[:, FIRST] = np.concatenate(([0], np.cumsum(counts)))
    convex_runs[:-1, STEP] = np.diff(starts) / (counts - 1)
    nodes = np.concatenate([run.nodes for run in runs])
    return Curve(
        interval=(low, high),
        tables=Tables(convex_runs, nodes),
        scale=float(np.max(np.abs(nodes[:, 0]))),
        error=max(run.error for run in runs),
    )


class _Run(NamedTuple):
    """The left end of a run, its nodes (n, 2) and the error between them."""

    left: float
    nodes: Array
    error: float


def _runs(activation: Activation, left: float, right: float, scale: float, width: float, splits: int) -> list[_Run]:
    """Return a run with enough nodes, or its parts by repeated halving where a narrow bend needs too many."""
    count = max(MIN_NODES, int(FIRST_NODES * (right - left) / width))
    before = np.inf
    while True:
        nodes, error = _nodes(activation, left, right, count)
        exact = error <= ACCURACY * max(scale, float(np.max(np.abs(nodes[:, 0]))))
        if exact or error > 0.5 * before or splits == 0:  # in the second case only the rounding of f is left
            return [_Run(left, nodes, error)]
        if 2 * count > MAX_NODES:
            middle = 0.5 * (left + right)
            return [
                *_runs(activation, left, middle, scale, width, splits - 1),
                *_runs(activation, middle, right, scale, width, splits - 1),
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
