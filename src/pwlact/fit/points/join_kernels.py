"""Compiled dynamic programme of continuous lines of points, whose joins are some of given candidates.

Let Q_k(i, v) be the least squared error of the points left of candidate i by k pieces that end there at the value v.
A path, the joins of those pieces, has a quadratic weight * (v - centre)^2 + error. One more piece adds the points up to
the next candidate: the quadratic is then an observation of that weight and value at the last join, merged with them.
Q_k(i, .) is the lower envelope of its paths, and only paths on it are kept.
Source: Maidstone et al., Statistics and Computing 27 (2017) 519, section 4; Fearnhead et al., J. Comput. Graph. Stat.
28 (2019) 265, section 3; their penalty is a number of pieces here.
"""

from __future__ import annotations

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array, Codes
from pwlact.fit.line_sums import merge_lines

NEVER = 1e300
MOST = 1_000  # paths at a candidate


@routine
def _runs_to(cells: Array, i: int, runs: Array) -> None:
    """Fill the line sums (i, 6) of the points from each candidate to candidate i."""
    w = x = y = s = q = e = 0.0
    for j in range(i - 1, -1, -1):
        c, r = cells[j], runs[j]
        w, x, y, s, q, e = merge_lines(c[0], c[1], c[2], c[3], c[4], c[5], w, x, y, s, q, e)
        r[0], r[1], r[2], r[3], r[4], r[5] = w, x, y, s, q, e


@routine
def _extended(path: Array, run: Array, start: float, stop: float, limit: float, into: Array) -> bool:
    """Fill a path's quadratic with one more piece; tell whether its error is within a limit."""
    w, y, s, q = run[0], run[2], run[3], run[4]
    total, distance, both = path[0] + w, run[1] - start, path[0] * w
    rise, error = y - s * distance - path[1], path[2] + run[5]
    wider = total * q + both * distance * distance
    if wider > 0.0:
        error += both * q * rise * rise / wider
    elif both > 0.0:  # one position, at the start
        error += both * rise * rise / total
    if not error <= limit:
        return False
    into[0], into[1], into[2] = 0.0, y, error
    if wider == 0.0:  # the end is free
        return True
    share = path[0] / total
    s += both * distance * rise / wider
    ahead = stop - run[1] + share * distance
    into[1] = y + share * (path[1] - y) + s * ahead
    into[0] = wider / (wider / total + total * ahead * ahead)
    return True


@routine
def _falls(one: Array, other: Array) -> float:
    """Return the v from which another quadratic is below one; very large if there is none."""
    shift = other[1] - one[1]
    a, b = other[0] - one[0], other[0] * shift
    c = b * shift + other[2] - one[2]  # other - one is a z^2 - 2 b z + c at z = v - one's centre
    inside = b * b - a * c
    if inside <= 0.0:
        return NEVER
    root = np.sqrt(inside)
    if b >= 0.0:
        return float(one[1] + c / (b + root))
    return NEVER if a == 0.0 else float(one[1] + (b - root) / a)


@routine
def _hidden(one: Array, other: Array) -> bool:
    """Tell whether a quadratic (5,) is nowhere below both a level and another one, as far as two tests tell."""
    if other[0] >= one[0]:
        return bool(other[3] <= one[3] and one[4] <= other[4])  # it is higher at both ends, and less bent
    shift = other[1] - one[1]
    return bool((one[2] - other[2]) * (one[0] - other[0]) >= one[0] * other[0] * shift * shift)


@routine
def _swap(pool: Array, made: Codes, p: int, q: int) -> None:
    for c in range(pool.shape[1]):
        pool[p, c], pool[q, c] = pool[q, c], pool[p, c]
    for c in range(made.shape[1]):
        made[p, c], made[q, c] = made[q, c], made[p, c]


@routine
def _thinned(pool: Array, made: Codes, first: int, count: int, level: float) -> int:
    """Fill where quadratics (count, 5) from a first one on are below a level; leave out some that are nowhere least."""
    kept = first
    for p in range(first, count):
        if pool[p, 2] < level:
            reach = np.sqrt((level - pool[p, 2]) / pool[p, 0])
            pool[kept, :3], made[kept] = pool[p, :3], made[p]
            pool[kept, 3], pool[kept, 4] = pool[p, 1] - reach, pool[p, 1] + reach
            kept += 1
    count, best, wide = kept, first, first + 1
    if count - first < 3:
        return count
    for p in range(first, count):
        best = p if pool[p, 2] < pool[best, 2] else best
    _swap(pool, made, first, best)
    for p in range(wide, count):
        wide = p if pool[p, 4] - pool[p, 3] > pool[wide, 4] - pool[wide, 3] else wide
    _swap(pool, made, first + 1, wide)
    kept = first + 2
    for p in range(kept, count):
        if not (_hidden(pool[p], pool[first]) or _hidden(pool[p], pool[first + 1])):
            pool[kept], made[kept] = pool[p], made[p]
            kept += 1
    return kept


@routine
def _envelope(pool: Array, made: Codes, count: int, limit: float, kept: Codes) -> int:
    """Fill the numbers of the quadratics (count, 5) that are least, and below a limit, somewhere; return how many."""
    flat, level = -1, limit
    for p in range(count):
        if pool[p, 0] == 0.0 and pool[p, 2] <= level:
            flat, level = p, pool[p, 2]
    found = 1 if flat >= 0 else 0
    if found:  # a constant, the least far left and right
        _swap(pool, made, 0, flat)
        kept[0] = 0
    count = _thinned(pool, made, found, count, level)
    first, current, at = found, -1, -NEVER  # -1: the level
    for _ in range(2 * count):
        nearest, following = NEVER if current < 0 else pool[current, 4], -1
        for p in range(first, count):
            one = pool[p]
            if one[4] > at and one[3] < nearest and p != current:
                v = one[3] if current < 0 else _falls(pool[current], one)
                if at <= v < nearest:
                    nearest, following = v, p
        if following < 0 and current < 0:
            break
        at, current = nearest, following
        if current >= 0 and found < kept.size:
            kept[found] = current
            found += 1
    return found


@routine
def _grow(
    paths: Array, lists: Codes, runs: Array, places: Array, i: int, k: int, limit: float, pool: Array, made: Codes,
) -> tuple[int, int]:  # fmt: skip
    """Fill quadratics (q, 5) at candidate i of k pieces, with joins and paths before; return how many, and tries."""
    count, tried = 0, 0
    for j in range(i - 1, -1, -1):
        if runs[j, 5] > limit:
            break
        first = lists[k - 1, j, 0]
        tried += lists[k - 1, j, 1]
        for p in range(first, first + lists[k - 1, j, 1]):
            if count < pool.shape[0] and _extended(paths[p], runs[j], places[j], places[i], limit, pool[count]):
                made[count, 0], made[count, 1] = j, p
                count += 1
    return count, tried


@kernel
def join_paths(
    cells: Array, places: Array, rest: Array, limit: float, budget: int, paths: Array, links: Codes, pool: Array,
) -> tuple[int, int, bool, int]:  # fmt: skip
    """Fill paths of K pieces to each candidate and the last; return the first and the last of these, and a flag.

    The flag tells whether all paths had room.

    Parameters
    ----------
    cells : ndarray, shape (c, 6)
        Line sums of the points between neighbouring candidates.
    places : ndarray, shape (c + 1,)
        The candidates, the first and the last x included.
    rest : ndarray, shape (c + 1, K + 1)
        Lower bound of the error of the points right of a candidate by so many pieces.
    limit : float
        Paths that must become worse are left out.
    budget : int
        Paths that are tried at most.
    paths : ndarray, shape (p, 3)
        Filled with weight, centre and error of paths.
    links : ndarray of int64, shape (p, 2)
        Filled with the last join of paths, and the path before it.
    pool : ndarray, shape (q, 5)
        Scratch.
    """
    last, pieces = places.size - 1, rest.shape[1] - 1
    runs, made, kept = np.empty((last, 6)), np.empty((pool.shape[0], 2), dtype=np.int64), np.empty(MOST, dtype=np.int64)
    lists = np.zeros((pieces + 1, last + 1, 2), dtype=np.int64)
    paths[0], links[0], lists[0, 0, 1] = 0.0, 0, 1
    used, whole, found, work = 1, True, 0, 0
    for i in range(1, last + 1):
        _runs_to(cells, i, runs)
        for k in range(1, pieces) if i < last else range(pieces, pieces + 1):
            within = limit - rest[i, pieces - k]
            count, tried = _grow(paths, lists, runs, places, i, k, within, pool, made)
            work += tried
            whole = whole and count < pool.shape[0]
            if i < last:
                found = _envelope(pool, made, count, within, kept)
                work += count * found // 4
                whole = whole and found < MOST
            else:
                found = count
            if used + found > paths.shape[0] or work > budget:
                return used, used, False, work
            lists[k, i, 0], lists[k, i, 1] = used, found
            for one in range(found):
                p = kept[one] if i < last else one
                paths[used], links[used] = pool[p, :3], made[p]
                used += 1
    return used - found, used, whole, work
