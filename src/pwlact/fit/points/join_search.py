"""Search of joins among more and more candidates, by dynamic programming and descent from the best few."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pwlact._types import Array, Codes
from pwlact.fit.points.descent import Descended, descended
from pwlact.fit.points.joins import best_joins
from pwlact.fit.points.record import Points

COARSE = 64  # candidates at first, of more points; then twice as many
MOST = 1_000  # candidates
GAPS = 2  # places between neighbouring points at most
SLACK, FINE_SLACK = 0.05, 0.003  # by which a join among candidates may be worse than the best known, before its descent
FOLLOWED, FIRST_FOLLOWED = 3, 2  # descents, among all points and some
GROWTH = 2.5  # the work grows with this power of the number of candidates
FEW_SEGMENTS, FEW_WORK, WORK = 8, 500_000, 160  # quadratics, up to 8 segments; of more, times the cube of segments


def joined(points: Points, segments: int, boundaries: Codes, best: Descended) -> tuple[Descended, int | None, bool]:
    """Return the best of descents, what is proven of it, and whether the search was whole.

    Parameters
    ----------
    points : Points
        The data.
    segments : int
        Segments, two or more.
    boundaries : ndarray of int64, shape (segments + 1,)
        Those of the best separate lines.
    best : Descended
        The best known.

    Returns
    -------
    best : Descended
        No worse than before.
    places : int or None
        No joins at points or at as many places in equal steps between any two neighbouring ones are better; None where
        the points are too many, or the paths.
    whole : bool
        Whether there is a proof, or points are few, segments many, and each set of candidates was searched to the end.
    """
    budget = FEW_WORK if segments <= FEW_SEGMENTS else WORK * segments**3
    work, size, proven = 0.0, 1, None
    for gaps, places in _candidates(points, boundaries, best.breakpoints):
        if places.size <= segments or work * (places.size / size) ** GROWTH > budget:
            continue
        slack = FINE_SLACK if gaps else SLACK
        found = best_joins(
            points, places, segments, best.error * (1.0 + slack), budget, FIRST_FOLLOWED if gaps is None else FOLLOWED
        )
        for error, b in zip(found.squares, found.breakpoints, strict=True):
            if error <= best.error * (1.0 + slack):
                best = min(best, descended(points, b), key=lambda one: one.error)
        if not found.exact:
            return best, proven, proven is not None
        proven = gaps
        work, size = found.tried, places.size
    return best, proven, proven is not None or (segments > FEW_SEGMENTS and points.x.size <= MOST)


def _candidates(points: Points, boundaries: Codes, best: Array) -> Iterator[tuple[int | None, Array]]:
    """Yield the number of places between points, None where some points are no candidates, and the candidates."""
    x = points.x
    near = np.concatenate((boundaries[1:-1], np.searchsorted(x, best[1:-1])))
    for size in COARSE * 2 ** np.arange(4):
        if 2 * size <= x.size:
            even = np.linspace(0, x.size - 1, size).astype(np.int64)
            yield None, x[np.unique(np.clip(np.concatenate((even, near - 1, near)), 0, x.size - 1))]
    for gaps in range(GAPS + 1):
        if x.size * (gaps + 1) <= MOST:
            shares = np.arange(gaps + 1) / (gaps + 1)
            yield gaps, np.append((x[:-1, None] + np.diff(x)[:, None] * shares).ravel(), x[-1])
