"""Least squares of noisy points by a continuous PWL with breakpoints anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.fit.points.descent import Descended, descended, least_width
from pwlact.fit.points.join_search import joined
from pwlact.fit.points.move_kernels import descend, insertions
from pwlact.fit.points.partition import SeparateSquares, separate_squares
from pwlact.fit.points.record import Points
from pwlact.fit.points.squares import squares_at
from pwlact.fit.points.tree import line_of

FAR = 48  # points to either side of a breakpoint that it is tried at in the end
FIRST, FEW = 2, 4  # starts before the search of joins, and random ones
JITTER = 3.0  # points by which breakpoints are moved in the end, standard deviation
SPIKES = 4  # outliers that are tried as spikes of their own
PLACES = 96  # at which one more breakpoint is tried
MOVES = 6  # best of them that are followed
GAIN = 1e-9  # a smaller share of the error is no gain


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedSquares:
    """A continuous PWL.

    Parameters
    ----------
    breakpoints, values : ndarray, shape (m,)
        b_j and v_j; the ends are the first and the last x.
    squares : float
        Weighted sum of squared errors.
    bound : float
        Proven lower bound of that of every PWL with as many segments, continuous or not.
    proven : int or None
        No continuous PWL is better whose joins are at points, or at as many places in equal steps between neighbouring
        ones: 0, 1 or 2; None where that is not proven.
    """

    breakpoints: Array
    values: Array
    squares: float
    bound: float
    proven: int | None


def linked_squares(
    points: Points, segments: int, *, starts: int | None = None, rounds: int = 20, seed: int = 0,
    separate: SeparateSquares | None = None,
) -> LinkedSquares:  # fmt: skip
    """Return the continuous PWL with about the least sum of squared errors.

    Exact over joins at points and between them where these are few, by dynamic programming (`best_joins`), then
    descents of the best few: breakpoints one by one to the best of near points, then damped Newton steps of all of
    them. Where points are too many for a proof, or paths are, there are more starts; then single breakpoints are taken
    away and put elsewhere while that helps; in the end all are moved by some points at random, and descend again.

    Parameters
    ----------
    points : Points
        The data.
    segments : int
        Segments, one or more.
    starts : int, optional
        Random starts besides those from the best separate lines, equal shares of the points, and greedy insertion,
        where no joins are proven to be the best; 4 by default. As often are breakpoints moved at random in the end.
    rounds : int
        Rounds of moves of single breakpoints at most.
    seed : int
        Seed of the random starts.
    separate : SeparateSquares, optional
        `separate_squares(points, K)` with K at least `segments`, where it is known.
    """
    separate = separate or separate_squares(points, segments)
    count = FEW if starts is None else starts
    begun = (descended(points, b) for b in _starts(points, segments, separate, count, seed))
    best = _least(itertools.islice(begun, FIRST))
    best, proven, whole = joined(points, segments, separate.boundaries[segments - 1], best)
    if not whole:
        best = _searched(points, _least([best, *begun]), rounds)
    best = descended(points, best.breakpoints, FAR)
    if proven is None:
        best = _jittered(points, best, count, seed)
    return _result(points, best.breakpoints, float(separate.bounds[segments - 1]), proven)


def _least(tried: Iterable[Descended]) -> Descended:
    return min(tried, key=lambda one: one.error)


def _searched(points: Points, best: Descended, rounds: int) -> Descended:
    """Take single breakpoints away and put them elsewhere while that helps."""
    for _ in range(rounds if best.breakpoints.size > 2 else 0):
        new = _relocated(points, best)
        if new.error >= best.error * (1.0 - GAIN):
            break
        best = new
    return best


def _result(points: Points, b: Array, bound: float, proven: int | None) -> LinkedSquares:
    breakpoints = b + points.origin
    breakpoints[[0, -1]] = points.interval
    values, squares = squares_at(points, breakpoints[None])
    return LinkedSquares(
        breakpoints=breakpoints, values=values[0], squares=float(squares[0]), bound=bound, proven=proven
    )


def _starts(points: Points, segments: int, separate: SeparateSquares, count: int, seed: int) -> Iterator[Array]:
    """Yield breakpoints (segments + 1,), less the origin."""
    x = points.x
    yield _spaced(points, _crossings(points, separate, segments))
    if segments == 1:
        return
    yield _spaced(points, x[np.linspace(0, x.size - 1, segments + 1).astype(np.int64)[1:-1]])
    yield _spaced(points, _gaps(points, separate, segments))
    yield _grown(points, segments)
    yield from _spiked(points, segments)
    generator = np.random.default_rng(seed)
    for k in range(count):
        share = np.sort(generator.uniform(0.0, x.size - 1, segments - 1))
        if k % 2:  # in pairs of neighbouring points, as about a jump
            share[1::2] = np.floor(share[: share.size - share.size % 2 : 2]) + 1.0
            share[::2] = np.floor(share[::2])
        yield _spaced(points, np.interp(share, np.arange(x.size), x))


def _spaced(points: Points, inner: Array) -> Array:
    """Return breakpoints of inner ones in any order, moved apart by the least width."""
    low, high, width = float(points.x[0]), float(points.x[-1]), least_width(points)
    offsets = width * np.arange(1, inner.size + 1)
    free = np.clip(np.sort(inner) - offsets, low, high - width * (inner.size + 1))
    return np.concatenate(([low], np.maximum.accumulate(free) + offsets, [high]))


def _crossings(points: Points, separate: SeparateSquares, segments: int) -> Array:
    """Return where separate lines cross, if between the middles of their groups, else the middles between groups."""
    x, edges = points.x, separate.boundaries[segments - 1]
    lines = [line_of(points.tree, start, stop) for start, stop in itertools.pairwise(edges)]
    found = []
    for k in range(1, segments):
        i = min(max(int(edges[k]), 1), x.size - 1)
        place = 0.5 * (x[i - 1] + x[i])
        (mean, y, slope), (mean2, y2, slope2) = lines[k - 1 : k + 1]
        if slope != slope2:
            crossing = (y2 - slope2 * mean2 - y + slope * mean) / (slope - slope2)
            place = crossing if mean < crossing < mean2 else place
        found.append(place)
    return np.array(found)


def _gaps(points: Points, separate: SeparateSquares, segments: int) -> Array:
    """Return two breakpoints for each boundary of half as many separate lines: the ends of a jump."""
    x, edges = points.x, separate.boundaries[segments // 2]
    inner = np.clip(edges[1:-1], 1, x.size - 1)
    both = np.concatenate((x[inner - 1], x[inner]))
    rest = segments - 1 - both.size
    return np.concatenate((both, x[np.linspace(0, x.size - 1, rest + 2).astype(np.int64)[1:-1]]))[: segments - 1]


def _grown(points: Points, segments: int) -> Array:
    """Return breakpoints that are inserted one by one where they help most."""
    b, width = points.x[[0, -1]].copy(), least_width(points)
    while b.size <= segments:
        places, errors = _insertions(points, b)
        b = _spaced(points, np.append(b[1:-1], places[np.argmin(errors)]))
        descend(points.tree, b, width, 1, 3, 1e-3)
    return b


def _spiked(points: Points, segments: int) -> Iterator[Array]:
    """Yield breakpoints of three segments fewer, with three more about each of the points that these miss most."""
    if segments < 4 or points.x.size < 3:
        return
    x, few = points.x, _grown(points, segments - 3)
    values = squares_at(points, few[None] + points.origin).values[0] - points.level
    lost = points.w * (np.interp(x, few, values) - points.y) ** 2
    for i in np.argsort(-lost[1:-1], kind="stable")[:SPIKES] + 1:
        yield _spaced(points, np.concatenate((few[1:-1], x[i - 1 : i + 2])))


def _insertions(points: Points, b: Array) -> tuple[Array, Array]:
    """Return places (p,) of one more breakpoint, shares of the points and of the segments, and the errors with it."""
    x, inner = points.x, np.linspace(0.0, 1.0, PLACES + 2)[1:-1]
    by_count = x[(inner * (x.size - 1)).astype(np.int64)]
    by_width = (b[:-1, None] + np.diff(b)[:, None] * np.array([0.2, 0.5, 0.8])).ravel()
    places = np.unique(np.concatenate((by_count, by_width)))
    errors = np.empty(places.size)
    insertions(points.tree, b, places, errors)
    return places, errors


def _jittered(points: Points, best: Descended, count: int, seed: int) -> Descended:
    """Return the best of descents from breakpoints that are moved by some points, again and again."""
    x, generator = points.x, np.random.default_rng(seed)
    index = np.arange(x.size)
    for _ in range(count if best.breakpoints.size > 2 else 0):
        inner = np.interp(best.breakpoints[1:-1], x, index) + generator.normal(0.0, JITTER, best.breakpoints.size - 2)
        new = descended(points, _spaced(points, np.interp(inner, index, x)))
        best = new if new.error < best.error else best
    return best


def _relocated(points: Points, best: Descended) -> Descended:
    """Return the best of a few polishes with one breakpoint elsewhere."""
    trials = []
    for k in range(1, best.breakpoints.size - 1):
        fewer = np.delete(best.breakpoints, k)
        places, errors = _insertions(points, fewer)
        trials += [(error, k, place) for error, place in zip(errors.tolist(), places.tolist(), strict=True)]
    found = best
    for k, place in _different(sorted(trials), best.breakpoints):
        new = descended(points, _spaced(points, np.append(np.delete(best.breakpoints, k)[1:-1], place)))
        found = new if new.error < found.error else found
    return found


def _different(trials: list[tuple[float, int, float]], b: Array) -> Iterator[tuple[int, float]]:
    """Yield the best moves, each of another breakpoint or into another segment, that leave their own two segments."""
    seen: set[tuple[int, int]] = set()
    for _error, k, place in trials:
        segment = int(np.searchsorted(b, place)) - 1
        if segment not in (k - 1, k) and (k, segment) not in seen and len(seen) < MOVES:
            seen.add((k, segment))
            yield k, place
