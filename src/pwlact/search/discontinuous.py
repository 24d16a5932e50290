"""Least squares by separate lines: a lower bound for every continuous PWL with as many segments.

A PWL with K segments divides the samples into at most K contiguous groups with a line on each, so its sum of squared
errors is at least that of the best partition with the best line on each group. The best partition is found from coarse
cells of samples to fine ones. A boundary inside a cell costs at least the cost of the groups beside it without that
cell; a cell is refined only if a partition as good as the best known one can have a boundary in it. On single samples
no sample is left out, and the minimum is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.fit import Pins
from pwlact.fit.lstsq import FREE
from pwlact.search import discontinuous_kernels as kernels

Ints = NDArray[np.int64]

LEVELS = (256, 1024, 4096, 16384, 32768)  # numbers of cells; then single samples, at most SINGLE
SINGLE = 20_000
BASE = 1 << 21  # smallest cells at most: with more samples, each holds several
WORK = 4e8  # steps of a level, about; a level that needs more is not tried, and the bound stays
MIN_WEIGHT = 1e-100  # relative to the largest; products of smaller weights leave the range of doubles
PIN = 1e12  # weight of a pinned value relative to all samples; with a finite weight the bound still holds
EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Discontinuous:
    """The result of `discontinuous_bound`.

    Parameters
    ----------
    bound : float
        Weighted mean of squared errors, proven: the error of rounding is subtracted.
    boundaries : ndarray of int64, shape (K + 1,)
        Group k of the best partition found holds the samples boundaries[k] .. boundaries[k + 1] - 1.
    exact : bool
        Whether the bound is the error of that partition, apart from rounding.
    """

    bound: float
    boundaries: Ints
    exact: bool


class _Level(NamedTuple):
    """Cells (n, 6), the first samples of the cells and the end (n + 1,), and which cells hold more than one sample."""

    cells: Array
    edges: Ints
    lost: Ints


def discontinuous_bound(y: Array, weights: Array | None, segments: int, pins: Pins = FREE) -> Discontinuous:
    """Return the least weighted mean square error of samples by separate lines on `segments` groups.

    min over 0 = i_0 <= ... <= i_K = n of sum_k min_{a, c} sum_{i = i_k}^{i_{k+1} - 1} w_i (a + c i - y_i)^2

    Parameters
    ----------
    y : ndarray, shape (n,)
        Samples y_i at equal distances.
    weights : ndarray, shape (n,), or None
        w_i, zero or more, which add up to 1; None is 1 / n.
    segments : int
        K, one or more.
    pins : (float or None, float or None)
        Values that the first line must have at the first sample, and the last line at the last; None leaves them free.
    """
    ends = np.zeros((2, 6))
    for end, index, pin in ((0, 0, pins[0]), (1, y.size - 1, pins[1])):
        if pin is not None:
            ends[end, :3] = PIN, index, pin
    return lines_bound(y, weights, segments, ends)


def lines_bound(y: Array, weights: Array | None, segments: int, ends: Array, single: int = SINGLE) -> Discontinuous:
    """Return the least weighted mean square error by separate lines, the first and the last one held to `ends`.

    Parameters
    ----------
    y, weights, segments
        As in `discontinuous_bound`.
    ends : ndarray, shape (2, 6)
        Of the first and the last line: weight relative to all samples, index, value there, slope by index, and the
        weighted sum of squared distances that holds the slope; 0. A weight of 0 leaves the line free.
    single : int
        With as many samples at most, the last cells are single samples.
    """
    n = y.size
    shares = np.full(n, 1.0) if weights is None else weights / weights.max()
    shares = np.where(shares < MIN_WEIGHT, 0.0, shares)
    chord = (y[-1] - y[0]) / (n - 1)
    line = y[0] + chord * np.arange(n)
    level = y - line
    ends = np.where(ends[:, :1] > 0.0, ends, 0.0)
    ends[:, 2] = np.where(ends[:, 0] > 0.0, ends[:, 2] - line[ends[:, 1].astype(np.int64)], 0.0)
    ends[:, 3] = np.where(ends[:, 4] > 0.0, ends[:, 3] - chord, 0.0)
    ends[:, (0, 4)] *= shares.sum()
    noise = _noise(y, np.concatenate((level, ends[:, 2])), single) * math.sqrt(float(shares.sum()))
    squares, boundaries, exact = _partition(level, shares, ends, min(segments, n), noise, single)
    safe = max(math.sqrt(squares) * (1.0 - 1e-9) - noise, 0.0)
    padded = np.concatenate((boundaries, np.full(segments + 1 - boundaries.size, n)))
    total = 1.0 / n if weights is None else float(weights.max())
    return Discontinuous(bound=safe * safe * total, boundaries=padded, exact=exact)


def _noise(y: Array, level: Array, single: int) -> float:
    """Return the largest error of a sample's value by rounding.

    The samples' x equal their positions up to rounding; means and slopes are merged from cell to cell.
    """
    steepest = float(np.max(np.abs(np.diff(y)))) * y.size
    merges = min(y.size, max(*LEVELS, single) + 64)
    return EPS * (8.0 * float(np.max(np.abs(y))) + 4.0 * steepest + 2.0 * merges * float(np.max(np.abs(level))))


def _partition(
    level: Array, shares: Array, ends: Array, segments: int, noise: float, single: int
) -> tuple[float, Ints, bool]:
    """Return the least sum of squared errors, or a lower bound, with a partition and whether it is exact."""
    inner = slice(1, segments)
    low, high = np.zeros(segments + 1, dtype=np.int64), np.full(segments + 1, level.size)  # indices of samples
    rest, coarse, limit = np.zeros((1, segments + 1)), np.array([level.size]), np.inf
    squares, boundaries, exact = 0.0, np.linspace(0, level.size, segments + 1).astype(np.int64), False
    for cells, edges, lost in _levels(level, shares, single):
        n = cells.shape[0]
        # With a pinned first value, a boundary has at least one sample on its left; likewise at the other end.
        low[inner] = np.maximum(low[inner], ends[0, 0] > 0.0)
        high[inner] = np.minimum(high[inner], level.size - (ends[1, 0] > 0.0))
        low[0], high[0], low[-1], high[-1] = 0, 0, level.size, level.size
        start, stop = np.searchsorted(edges, low), np.searchsorted(edges, high)
        if _work(start, stop) > WORK:
            break
        nodes = np.arange(n + 1)
        first, last = np.searchsorted(stop, nodes), np.searchsorted(start, nodes, side="right") - 1
        relaxed, bounded, after = (np.full((n + 1, segments + 1), np.inf) for _ in range(3))
        parent = np.searchsorted(coarse, edges)
        windows = (cells, lost, ends, start, stop, first, last)
        kernels.forward(*windows, rest, parent, limit, relaxed, bounded)
        reached, exact = float(bounded[n, segments]), not lost.any()
        if math.isfinite(reached):  # with pins, no boundary may fit the ends of coarse cells
            boundaries = edges[kernels.backtrack(cells, ends, bounded)]
            limit = min(limit, (math.sqrt(reached) * (1.0 + 1e-9) + 4.0 * noise) ** 2)
        squares = max(squares, float(relaxed[n, segments]))
        if exact or reached <= noise * noise:
            break
        kernels.backward(*windows, relaxed, limit, after)
        kernels.prune_nodes(relaxed, after, limit, start, stop)
        low, high = np.where(start > 0, edges[np.maximum(start - 1, 0)] + 1, 0), edges[stop]
        rest, coarse = after, edges
    return squares, boundaries, exact


def _levels(level: Array, shares: Array, single: int) -> Iterator[_Level]:
    """Yield cells from coarse to fine, by repeated halving of the cells with the largest errors of a single line.

    Cells stay wide where the samples are straight, and are many where they bend.
    """
    size = 1
    while level.size > size * BASE:
        size *= 2
    ladder = [kernels.first_cells(level, shares, size)]
    while ladder[-1].shape[0] > 1:
        ladder.append(kernels.merge_pairs(ladder[-1]))
    losses = [cells[:, 5] for cells in ladder]
    if size == 1 and len(ladder) > 2:
        # A line fits two samples exactly; their loss is scaled from wider cells, by the fifth power of the width.
        losses[1] = losses[2][np.arange(losses[1].size) // 2] / 32.0
    errors = np.sort(np.concatenate(losses[1:]))[::-1]
    counts = [count for count in LEVELS if count < min(errors.size, level.size // 2)]
    for count in counts:
        yield _leaves(ladder, losses, size, level.size, float(errors[count]))
    if level.size <= single:
        yield _leaves(ladder, losses, size, level.size, -1.0)


def _leaves(ladder: list[Array], losses: list[Array], size: int, n: int, threshold: float) -> _Level:
    """Return the widest cells with losses up to a threshold, and the smallest cells elsewhere."""
    chosen, starts = [], []
    for height, cells in enumerate(ladder):
        indices = np.arange(cells.shape[0])
        leaf = losses[height] <= threshold if height else np.ones(indices.size, dtype=bool)
        if height + 1 < len(ladder):
            leaf &= losses[height + 1][indices // 2] > threshold
        chosen.append(cells[leaf])
        starts.append(indices[leaf] * (size << height))
    start = np.concatenate(starts)
    order = np.argsort(start)
    edges = np.append(start[order], n)
    lost = np.append(0, np.diff(edges) > 1).astype(np.int64)  # node a is the right end of cell a - 1
    return _Level(np.concatenate(chosen)[order], edges, lost)


def _work(low: Ints, high: Ints) -> float:
    """Return an estimate of the steps of a level: from the nodes of each boundary to the last node of the next."""
    widths = (high - low + 1).astype(np.float64)
    return float(np.sum(widths[:-1] * (high[1:] - 0.5 * (low[:-1] + high[:-1]))))
