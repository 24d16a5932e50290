"""A proven lower bound of the mean error on the sampling grid, over all PWL with as many segments.

For any signs s_i, or numbers between -1 and 1, with sum_i u_i s_i = 0 and sum_i u_i s_i x_i = 0, a line l has
sum_i u_i |l(x_i) - y_i| >= |sum_i u_i s_i y_i|. One sign in the middle half of the weight and the other outside, with
equal moments, meets the conditions; where f is convex or concave it is even the best choice, since the best line
crosses f there. On a part that bends both ways, the bounds of its convex and concave parts add up.

A PWL divides the samples into groups with a line on each. Boundaries are known up to a cell of samples; a group counts
for the whole cells between its boundaries, and dynamic programming takes the cheapest.
"""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.fit import Samples
from pwlact.search.mean_bound_kernels import Ints, cheapest, group_bounds

CELLS = 96  # for a segment
FEWEST, MOST = 512, 2048  # cells
FLOOR = 0.01  # of the mean density, so that straight parts have cells
STRIDES = 2048  # the range is about this many differencing strides wide
MAX_RUNS = 64  # convex runs whose ends part groups
TRUST = 1e-9  # share of the bound that is subtracted for rounding


def mean_bound(samples: Samples, weights: Array, segments: int, enough: float) -> float:
    """Return a lower bound of sum_i u_i |p(x_i) - y_i| over all p with this many linear pieces.

    Parameters
    ----------
    samples : Samples
        x_i and y_i.
    weights : ndarray, shape (samples,)
        u_i: the share of a sample in the mean times the weight of its error.
    segments : int
        Linear pieces.
    enough : float
        A mean error that is reached, about; groups that cost more are not told apart.

    Notes
    -----
    Source: duality of best approximation in the mean, as in Pinkus, On L1-Approximation, 1989, ch. 2; the rest is ours.
    """
    edges = _cells(samples, weights, min(max(CELLS * segments, FEWEST), MOST))
    runs = np.unique(np.searchsorted(edges, samples.convex_runs[:MAX_RUNS]))
    costs = group_bounds(samples.y, weights, edges, runs[(runs > 0) & (runs < edges.size - 1)], enough)
    return float(cheapest(costs, segments)) * (1.0 - TRUST)


def equal_points(samples: Samples, weights: Array, segments: int) -> Array:
    """Return breakpoints (segments + 1,) of pieces with about equal sums of weighted errors.

    Parameters
    ----------
    samples, weights, segments
        As in `mean_bound`.
    """
    u = error_coordinate(samples, weights)
    return np.interp(np.linspace(0.0, u[-1], segments + 1), u, samples.x)


def _cells(samples: Samples, weights: Array, count: int) -> Ints:
    """Return the first samples of cells and the end (n + 1,): cells of equal error, ends of convex runs among them."""
    u = error_coordinate(samples, weights)
    edges = np.searchsorted(u, np.linspace(0.0, u[-1], count + 1)[1:-1])
    ends = samples.convex_runs[:MAX_RUNS]
    return np.unique(np.concatenate(([0], edges, ends, [samples.x.size]))).astype(np.int64)


def error_coordinate(samples: Samples, weights: Array) -> Array:
    """Return u (samples,), ascending: the sum of errors of a line is about (int (w |f''|)^(1/3) dx)^3 / 32.

    Parameters
    ----------
    samples, weights
        As in `mean_bound`.
    """
    y, stride = samples.y, max(samples.x.size // STRIDES, 1)
    bend = np.pad(np.abs(y[2 * stride :] - 2.0 * y[stride:-stride] + y[: -2 * stride]), stride, mode="edge")
    density = np.cbrt(bend * weights)
    density += FLOOR * density.mean() + 1e-300
    return np.concatenate(([0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))))
