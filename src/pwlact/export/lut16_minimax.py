"""Entries of an interpolated table with the smallest error over all input codes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes

STEP = 128  # input codes from one entry to the next
REACH = 6  # candidates on either side of an entry
LOWEST, HIGHEST = -(1 << 15), (1 << 15) - 1


def improved(table: Codes, wanted: Array, limits: tuple[Codes, Codes]) -> Codes:
    """Return entries, shape (513,), with a smaller largest error, then with the smallest mean square error.

    Each round finds the best entries exactly, by dynamic programming, among candidates a few steps up and down from the
    entries of the round before. The step halves from a fraction of the error to one code.

    Parameters
    ----------
    table : ndarray of int64, shape (513,)
        First entries; the returned ones are no worse.
    wanted : ndarray, shape (65536,)
        Exact outputs by ascending input code, in output codes.
    limits : pair of ndarray of int64, shape (65536,)
        Smallest and largest outputs allowed; the returned entries keep them where candidates do.
    """
    parts = wanted.reshape(-1, STEP)
    low, high = (limit.reshape(-1, STEP) for limit in limits)
    step = 1 << max(0, int(np.ceil(np.log2(_largest(table, parts) / REACH + 1e-300))))
    while step:
        table = _round(table, parts, (low, high), step)
        step //= 2
    return table


def _largest(table: Codes, parts: Array) -> float:
    offsets = np.arange(STEP)
    read = table[:-1, None] + ((np.diff(table)[:, None] * offsets + STEP // 2) >> 7)
    return float(np.abs(read - parts).max())


def _round(table: Codes, parts: Array, limits: tuple[Codes, Codes], step: int) -> Codes:
    """Return the best entries among the candidates."""
    around = step * np.arange(-REACH, REACH + 1)
    candidates = np.clip(table[:, None] + around, LOWEST, HIGHEST)
    worst, squares = _costs(candidates[:-1], candidates[1:], parts, limits)
    largest = np.zeros(candidates.shape[1])
    for edges in worst:
        largest = np.maximum(largest[:, None], edges).min(axis=0)
    squares[worst > largest.min()] = np.inf  # the others have the smallest largest error
    return np.asarray(candidates[np.arange(table.size), _path(squares)])


def _path(costs: Array) -> NDArray[np.intp]:
    """Return a candidate for each entry, of the smallest sum of costs (entries - 1, candidates, candidates)."""
    total = np.zeros(costs.shape[1])
    came = []
    for edges in costs:
        sums = total[:, None] + edges
        came.append(sums.argmin(axis=0))
        total = sums.min(axis=0)
    path = [int(total.argmin())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return np.array(path[::-1])


def _costs(starts: Codes, stops: Codes, parts: Array, limits: tuple[Codes, Codes]) -> tuple[Array, Array]:
    """Return the largest error and the sum of squares of each interval, for each pair of its end entries."""
    low, high = limits
    offsets = np.arange(STEP)
    shape = (parts.shape[0], starts.shape[1], stops.shape[1])
    worst, squares = np.empty(shape), np.empty(shape)
    for i, part in enumerate(parts):
        rise = stops[i, None, :] - starts[i, :, None]
        read = starts[i, :, None, None] + ((rise[:, :, None] * offsets + STEP // 2) >> 7)
        off = np.abs(read - part)
        worst[i], squares[i] = off.max(axis=2), np.einsum("abo,abo->ab", off, off)
        worst[i][np.abs(rise) > HIGHEST] = np.inf  # the library's difference would wrap
        worst[i][np.any((read < low[i]) | (read > high[i]), axis=2)] = np.inf
    return worst, squares
