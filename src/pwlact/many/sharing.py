"""A budget of segments shared out for the least weighted sum of mean square errors.

Let e_i(K) be function i's error with K segments. Where every e_i is convex, giving each next segment to the function
that gains most is exact. In general it is exact for the convex hulls of the curves, which is a lower bound (a Lagrange
multiplier, the gain of a segment). A choice K whose error plus the price of its segments is above function i's smallest
such sum by more than the distance of bound and answer cannot be in a better answer. Dynamic programming over the
functions decides between the choices that are left. Curves are computed as far as they may matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes

Errors = Callable[[Codes, Codes], Array]
"""From functions (q,) and segments (q,) to errors (q,)."""

SLIGHT = 1e-13  # of the sum of errors: what is smaller counts as none
GROWTH = 3  # a curve grows by this part of its length, one at least


@dataclass(slots=True, kw_only=True)
class Curves:
    """Errors of n functions with 1 .. k_i segments, infinite where fewer segments do as well."""

    errors: list[list[float]]
    weights: Array
    most: int

    def known(self, i: int) -> Array:
        """Return the weighted errors of a function with 1, 2, ... segments."""
        return np.asarray(np.asarray(self.errors[i]) * self.weights[i])


def shared_for_sum(errors: Errors, count: int, total: int, weights: Array) -> Codes:
    """Return segments (n,), of `total` at most in all, with the least sum_i w_i e_i(K_i).

    Parameters
    ----------
    errors : callable
        e: the error of functions with given numbers of segments.
    count : int
        n, the number of functions.
    total : int
        The budget, n at least.
    weights : ndarray, shape (n,)
        w, above 0.
    """
    curves = Curves(errors=[[] for _ in range(count)], weights=weights, most=total - count + 1)
    grow = np.arange(count)
    while grow.size:
        _extend(curves, grow, errors)
        chosen, price = _by_gain(curves, total)
        best, bound = _value(curves, chosen), _bound(curves, price, total)
        grow = _unfinished(curves, price, best, bound)
    return _decided(curves, chosen, price, total, best - bound)


def _extend(curves: Curves, grow: Codes, errors: Errors) -> None:
    """Compute further errors of some functions."""
    wanted = [
        (i, k)
        for i in grow.tolist()
        for k in range(len(curves.errors[i]) + 1, min(_longer(len(curves.errors[i])), curves.most) + 1)
    ]
    index, segments = np.array(wanted, dtype=np.int64).T
    for (i, _), error in zip(wanted, errors(index, segments).tolist(), strict=True):
        curves.errors[i].append(error if error < min(curves.errors[i], default=np.inf) else np.inf)


def _longer(length: int) -> int:
    return length + max(length // GROWTH, 1)


def _hull(errors: Array) -> Codes:
    """Return the indices of the lower convex hull of a curve that begins with its largest value."""
    hull: list[int] = []
    for k in np.flatnonzero(np.isfinite(errors)).tolist():
        while len(hull) > 1 and (errors[hull[-1]] - errors[hull[-2]]) * (k - hull[-1]) >= (
            errors[k] - errors[hull[-1]]
        ) * (hull[-1] - hull[-2]):
            hull.pop()
        hull.append(k)
    return np.array(hull, dtype=np.int64)


def _by_gain(curves: Curves, total: int) -> tuple[Codes, float]:
    """Return segments (n,) by the largest gains on the hulls, and the price of a segment: the first gain not taken."""
    n = len(curves.errors)
    steps = []
    for i in range(n):
        known = curves.known(i)
        hull = _hull(known)
        gains = -np.diff(known[hull]) / np.diff(hull)
        steps += [(-gain, i, int(k), int(wide)) for gain, k, wide in zip(gains, hull[1:], np.diff(hull), strict=True)]
    chosen, left, price = np.ones(n, dtype=np.int64), total - n, 0.0
    for loss, i, k, wide in sorted(steps):
        if wide > left or chosen[i] + wide != k + 1:  # too wide, or behind one that was
            price = max(price, -loss)
            continue
        chosen[i], left = k + 1, left - wide
    return chosen, price


def _value(curves: Curves, chosen: Codes) -> float:
    return float(sum(curves.known(i)[k - 1] for i, k in enumerate(chosen.tolist())))


def _priced(curves: Curves, i: int, price: float) -> Array:
    """Return a function's weighted errors plus the price of their segments."""
    known = curves.known(i)
    return np.asarray(known + price * np.arange(1, known.size + 1))


def _bound(curves: Curves, price: float, total: int) -> float:
    """Return a lower bound of the sum over the known parts of the curves."""
    return float(sum(_priced(curves, i, price).min() for i in range(len(curves.errors)))) - price * total


def _unfinished(curves: Curves, price: float, best: float, bound: float) -> Codes:
    """Return the functions that might do better with more segments than are known."""
    found = []
    for i, known in enumerate(curves.errors):
        least = min(known) * curves.weights[i]
        ahead = price * (len(known) + 1)  # with no error at all
        matters = ahead < _priced(curves, i, price).min() + max(best - bound, 0.0)
        if len(known) < curves.most and matters and least > SLIGHT * best:
            found.append(i)
    return np.array(found, dtype=np.int64)


def _decided(curves: Curves, chosen: Codes, price: float, total: int, gap: float) -> Codes:
    """Return the best segments (n,) among the choices within the gap, by dynamic programming over the functions."""
    n = chosen.size
    choices = []
    for i in range(n):
        priced = _priced(curves, i, price)
        near = np.flatnonzero(priced <= priced.min() + gap * (1.0 + 1e-9))
        choices.append(np.union1d(near + 1, chosen[i : i + 1]))
    least = np.array([int(choice[0]) for choice in choices])
    room = total - int(least.sum())  # segments beyond the least of each
    best, taken = np.zeros(room + 1), np.zeros((n, room + 1), dtype=np.int32)
    for i, choice in enumerate(choices):
        known, before = curves.known(i), best
        best = np.full(room + 1, np.inf)
        for k in choice.tolist():
            more = k - int(least[i])
            if more > room:
                break
            tried = np.full(room + 1, np.inf)
            tried[more:] = before[: room + 1 - more] + known[k - 1]
            better = tried < best
            best[better], taken[i, better] = tried[better], k
    left, decided = room, np.empty(n, dtype=np.int64)
    for i in range(n - 1, -1, -1):
        decided[i] = taken[i, left]
        left -= int(decided[i] - least[i])
    return decided
