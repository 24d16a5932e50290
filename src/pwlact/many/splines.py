"""The functions of rows: cubic splines through their samples, and what the kernels read of them."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.many.rows import Rows

MIN_SAMPLES = 1001  # of the grid on which square errors are measured
MAX_SAMPLES = 16_001
PER_SEGMENT = 32  # samples of the grid for each segment at least
NODES = 4097  # even ones in place of uneven samples
ACCURACY = 1e-9  # of a row's largest value: how far cubics between them may be off
EVEN = 1e-12  # of the range: how far even steps may be off

Curves = tuple[Array, bool, Array, Array]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Splines:
    """C2 cubic splines through rows, tabulated where they are read.

    Parameters
    ----------
    x : ndarray, shape (k,)
        Positions, from 0 on.
    even : bool
        Whether they have equal steps.
    y, slopes : ndarray, shape (n, k)
        Values and slopes there.
    low, step : float
        First sample of the grid, and distance between samples.
    samples : ndarray, shape (n, N)
        Values on the grid.
    weights : ndarray, shape (n or 1, N)
        Weight of each sample's square error: the trapezoid rule's times the density; rows add up to 1.
    """

    x: Array
    even: bool
    y: Array
    slopes: Array
    low: float
    step: float
    samples: Array
    weights: Array

    def subset(self, index: NDArray[np.int64]) -> Splines:
        """Return some of the splines."""
        weights = self.weights if len(self.weights) == 1 else self.weights[index]
        return dataclasses.replace(
            self, y=self.y[index], slopes=self.slopes[index], samples=self.samples[index], weights=weights
        )

    @property
    def curves(self) -> Curves:
        """The first arguments of kernels that read the splines themselves."""
        return self.x, self.even, self.y, self.slopes

    @property
    def grid(self) -> tuple[float, float, Array, Array]:
        """The first arguments of kernels that read the splines on the grid."""
        return 0.0, self.step, self.samples, self.weights

    @property
    def width(self) -> float:
        """The width of the range."""
        return float(self.x[-1])


def splines_of(rows: Rows, most: int, finer: int = 1) -> Splines:
    """Return the splines through rows, for approximations of at most `most` segments; on a grid so many times finer."""
    x, even, y, slopes = curves_of(rows)
    count = finer * (grid_size(rows.x, most) - 1) + 1
    at = np.linspace(0.0, x[-1], count)
    return Splines(
        x=x,
        even=even,
        y=y,
        slopes=slopes,
        low=float(rows.x[0]),
        step=float(x[-1]) / (count - 1),
        samples=np.ascontiguousarray(_spline(rows)(at)),
        weights=_weights(rows.density, count),
    )


def curves_of(rows: Rows) -> Curves:
    """Return what kernels that read the splines themselves take: x from 0 on, whether it is even, values, slopes.

    Uneven positions, each cell of which would be a run of its own, are replaced by many even ones where cubics between
    them are off by rounding alone.
    """
    (x, even), spline = _positions(rows.x), _spline(rows)
    at = np.linspace(0.0, x[-1], NODES)
    if not even and x.size < NODES:
        y, slopes = (np.ascontiguousarray(spline(at, order)) for order in (0, 1))
        middle = 0.5 * (y[:, 1:] + y[:, :-1]) + 0.125 * (at[1] - at[0]) * (slopes[:, :-1] - slopes[:, 1:])
        off = np.abs(middle - spline(0.5 * (at[1:] + at[:-1])))
        if np.all(off <= ACCURACY * np.abs(y).max(axis=1, keepdims=True)):
            return at, True, y, slopes
    return x, even, rows.y, np.ascontiguousarray(spline(x, 1))


def spline_at(rows: Rows, x: Array) -> Array:
    """Return the splines' values (n, q) at x (q,)."""
    return np.asarray(_spline(rows)(x - rows.x[0]))


def _positions(x: Array) -> tuple[Array, bool]:
    """Return positions from 0 on, and whether they have equal steps; they then have them exactly."""
    x = x - x[0]
    equal = np.linspace(0.0, x[-1], x.size)
    even = bool(np.max(np.abs(x - equal)) <= EVEN * x[-1])
    return (equal if even else x), even


def _spline(rows: Rows) -> Any:
    from scipy.interpolate import CubicSpline  # loads more than other functions need

    return CubicSpline(_positions(rows.x)[0], rows.y, axis=1)


def grid_size(x: Array, most: int) -> int:
    """Return the samples of the grid: several in the narrowest cell and in a segment, within limits.

    Parameters
    ----------
    x : ndarray, shape (k,)
        Positions.
    most : int
        Segments at most.
    """
    cells = x.size - 1
    narrow = float(np.min(np.diff(x))) / float(x[-1] - x[0]) * cells  # 1 for equal steps
    wanted = min(max(MIN_SAMPLES - 1, PER_SEGMENT * most, math.ceil(cells / max(narrow, 1e-9))), MAX_SAMPLES)
    return max(cells * math.ceil(wanted / cells) if cells <= wanted else wanted, 4 * most) + 1


def _weights(density: Array | None, count: int) -> Array:
    """Return the weights (n or 1, count) of square errors on the grid."""
    ends = np.ones(count)
    ends[[0, -1]] = 0.5
    if density is None:
        return np.asarray(ends[None, :] / ends.sum())
    bins = density.shape[1]
    at = np.minimum(np.arange(count) * bins // (count - 1), bins - 1)
    weighted = density[:, at] * ends
    return np.asarray(weighted / weighted.sum(axis=1, keepdims=True))
