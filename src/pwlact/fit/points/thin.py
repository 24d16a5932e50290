"""Minimax problems of millions of points: solved on few of them, and on more where the answer violates the rest.

The smallest error on some points is no larger than that on all. So an answer is the answer to the whole problem as soon
as no other point has a larger error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Codes
from pwlact.fit.points.gates import Gates, gates_of
from pwlact.fit.points.record import Points

FEW = 20_000  # positions that are all taken at once
BLOCKS = 4_096  # of more points, the worst two of each block are taken at first
CLOSE = 1e-12  # errors this much larger, relative to the answer's, are rounding
ROUNDS = 200


class Solution(NamedTuple):
    """What solves a minimax problem on some points, in the caller's terms, and its error there."""

    path: Array
    error: float


def by_violated(
    points: Points,
    solve: Callable[[Gates], Solution],
    errors_of: Callable[[Array], Array],
    start: Array,
    few: int | None = None,
) -> Solution:
    """Return the solution on all points.

    Parameters
    ----------
    points : Points
        The data.
    solve : callable
        From the gates of some positions to the solution there.
    errors_of : callable
        From a solution's path to its errors p(x_i) - y_i at all points (n,).
    start : ndarray
        A path that is near a solution: the points far from it are taken first.
    few : int, optional
        Positions up to which all are taken at once; 20,000 by default.
    """
    few = FEW if few is None else few
    blocks = min(BLOCKS, few)
    if points.x.size <= few:
        return solve(gates_of(points))
    chosen = _extremes(points, errors_of(start), 0.0, blocks)
    chosen = np.unique(np.concatenate((chosen, [0, points.x.size - 1])))
    for _ in range(ROUNDS):
        found = solve(gates_of(points, chosen))
        lost = errors_of(found.path)
        rounding = 8e-15 * float(np.max(np.abs(points.rows.y)))
        more = _extremes(points, lost, found.error * (1.0 + CLOSE) + rounding, blocks)
        grown = np.union1d(chosen, more)
        if grown.size == chosen.size:
            return found
        chosen = grown
    return Solution(found.path, float(np.max(np.abs(lost) / points.rows.radius)))


def _extremes(points: Points, lost: Array, above: float, blocks: int) -> Codes:
    """Return the positions (k,) with the largest error on either side in each block, where it exceeds a limit."""
    starts = np.linspace(0, points.count, blocks, endpoint=False).astype(np.int64)
    chosen = []
    for sign in (1.0, -1.0):
        worse = sign * lost / points.rows.radius
        index = np.array(
            [k + int(np.argmax(part)) for k, part in zip(starts, np.split(worse, starts[1:]), strict=True)]
        )
        chosen.append(index[worse[index] > above])
    found = np.unique(np.concatenate(chosen))
    return np.asarray(np.searchsorted(points.rows.starts, found, side="right") - 1)
