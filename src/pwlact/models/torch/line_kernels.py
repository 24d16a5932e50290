"""Compiled pieces of a PWL on float32: all breakpoints are compared with many inputs at once, without a branch.

Pieces come in 8 groups of about equal size, each a tuple (thresholds, slopes, intercepts) of tuples: the compiler knows
their lengths, unrolls the comparisons, and keeps everything in registers. So there is one program for each number of
breakpoints.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._jit import inlined, kernel

GROUPS = 8
MAX_BREAKPOINTS = 72  # beyond, groups are not unrolled
FILL = (np.inf, 0.0, 0.0)
LARGEST, INFINITY = np.finfo(np.float32).max, np.float32(np.inf)

Singles = NDArray[np.float32]
Groups = tuple[tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]], ...]


def groups_of(thresholds: Singles, slopes: Singles, intercepts: Singles) -> Groups:
    """Return pieces 1 ... m in groups; where there are fewer than 8, pieces that nothing reaches are added.

    Parameters
    ----------
    thresholds : ndarray of float32, shape (m,)
        Where the pieces begin: inputs above are theirs.
    slopes, intercepts : ndarray of float32, shape (m,)
        Their lines.
    """
    return _groups(thresholds.tobytes(), slopes.tobytes(), intercepts.tobytes())


@lru_cache(maxsize=1024)  # a table is called often, and what makes its tuples takes longer than a short call
def _groups(*rows: bytes) -> Groups:
    numbers = [np.frombuffer(row, dtype=np.float32) for row in rows]
    missing = max(GROUPS - numbers[0].size, 0)
    filled = [np.append(row, np.full(missing, fill, np.float32)) for row, fill in zip(numbers, FILL, strict=True)]
    parts = [[tuple(part) for part in np.array_split(row, GROUPS)] for row in filled]
    return tuple(zip(*parts, strict=True))


@inlined
def _line(x: Any, slope: Any, intercept: Any, group: Any) -> Any:
    thresholds, slopes, intercepts = group
    for k in range(len(thresholds)):
        above = x > thresholds[k]
        slope = slopes[k] if above else slope
        intercept = intercepts[k] if above else intercept
    return slope, intercept


@inlined
def _slope(x: Any, slope: Any, group: Any) -> Any:
    thresholds, slopes, _ = group
    for k in range(len(thresholds)):
        slope = slopes[k] if x > thresholds[k] else slope
    return slope


@kernel
def lines(x: Singles, y: Singles, slope: Any, intercept: Any, groups: Any, low: Any, high: Any) -> None:
    """Fill y with p(x), both of shape (n,).

    Parameters
    ----------
    x, y : ndarray of float32, shape (n,)
        Inputs and outputs.
    slope, intercept : float32
        The line of piece 0.
    groups : tuple
        The other pieces, of `groups_of`.
    low, high : float32
        To which inputs are held once their piece is known: the largest number where a tail is level, so that it is
        level at infinity too.
    """
    for i in range(x.size):
        at = x[i]
        s, c = _line(at, slope, intercept, groups[0])
        s, c = _line(at, s, c, groups[1])
        s, c = _line(at, s, c, groups[2])
        s, c = _line(at, s, c, groups[3])
        s, c = _line(at, s, c, groups[4])
        s, c = _line(at, s, c, groups[5])
        s, c = _line(at, s, c, groups[6])
        s, c = _line(at, s, c, groups[7])
        at = high if at > high else at
        at = low if at < low else at
        y[i] = s * at + c


@kernel
def backward(x: Singles, gradient: Singles, result: Singles, slope: Any, groups: Any) -> None:
    """Fill `result` with the gradient times the slope at x; all of shape (n,).

    Parameters
    ----------
    x, gradient, result : ndarray of float32, shape (n,)
        Inputs, dL/dy and dL/dx.
    slope : float32
        The slope of piece 0.
    groups : tuple
        The other pieces, of `groups_of`.
    """
    for i in range(x.size):
        at = x[i]
        s = _slope(at, slope, groups[0])
        s = _slope(at, s, groups[1])
        s = _slope(at, s, groups[2])
        s = _slope(at, s, groups[3])
        s = _slope(at, s, groups[4])
        s = _slope(at, s, groups[5])
        s = _slope(at, s, groups[6])
        s = _slope(at, s, groups[7])
        result[i] = s * gradient[i]


@kernel
def sums(x: Singles, gradient: Singles, thresholds: Singles, by_slope: Any, by_intercept: Any) -> None:
    """Add the gradients of slopes and intercepts up, piece by piece.

    Parameters
    ----------
    x, gradient : ndarray of float32, shape (n,)
        Inputs and dL/dy.
    thresholds : ndarray of float32, shape (m,)
        Where pieces 1 ... m begin.
    by_slope, by_intercept : ndarray of float64, shape (m + 1,)
        To which dL/ds_k and dL/dc_k are added.
    """
    for i in range(x.size):
        piece = 0
        for k in range(thresholds.size):
            piece += x[i] > thresholds[k]
        by_slope[piece] += float(gradient[i]) * x[i]
        by_intercept[piece] += gradient[i]
