"""The fewest segments of each row for a maximum error, and the smallest largest error for a budget of segments."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import RunError, require
from pwlact.many import paths
from pwlact.many.rows import Rows
from pwlact.many.splines import curves_of

ACCURACY = 1e-7  # of the smallest largest error, relative to it
HALVINGS = 200  # of its bracket at most
TINY = 1e-290  # smaller errors are none


def fewest_segments(rows: Rows, max_error: float | Array, most: int) -> Codes:
    """Return the fewest segments (n,) of a PWL whose maximum error is at most `max_error`: one less fails, proven.

    Parameters
    ----------
    rows : Rows
        The functions.
    max_error : float or ndarray, shape (n,)
        Largest error of each.
    most : int
        Segments of each at most.

    Raises
    ------
    RunError
        If one needs more.
    """
    counts = _counts(rows, np.broadcast_to(np.asarray(max_error, dtype=np.float64), (len(rows),)), most)
    short = np.flatnonzero(counts > most)
    if short.size:
        raise RunError(
            f"a maximum error must be reached with {most} segments, got more for {short.size} functions, the first "
            f"{rows.name(int(short[0]))}; allow a larger error or more segments"
        )
    return counts


def shared_for_max(rows: Rows, total: int, weights: Array, told: Callable[[float], None] | None = None) -> Codes:
    """Return segments (n,) of at most `total` in all, for the smallest largest error times weight, by halving.

    Fewer than all are taken where the rest would not lower the largest error.

    Parameters
    ----------
    rows : Rows
        The functions.
    total : int
        The budget; one segment for each function at least.
    weights : ndarray, shape (n,)
        Weight of each function's error, above 0.
    told : callable, optional
        Called with the smallest largest error times weight that the budget is known to reach, as it falls.
    """
    check_total(rows, total)
    most = total - len(rows) + 1
    holds, fails = float(np.max(weights * np.ptp(rows.y, axis=1))), 0.0
    counts = _counts(rows, holds / weights, most)
    while counts.sum() > total:  # splines leave the range of their samples
        holds *= 2.0
        counts = _counts(rows, holds / weights, most)
    short = np.full(len(rows), most + 1)  # counts where eps fails
    for _ in range(HALVINGS):
        if holds <= fails * (1.0 + ACCURACY) or holds <= TINY:
            break
        eps = math.sqrt(fails * holds) if fails else holds / 16.0
        open_, tried = np.flatnonzero(counts != short), counts.copy()  # others are as they are for every eps between
        tried[open_] = _counts(rows.subset(open_), eps / weights[open_], most)
        if told is not None:
            told(holds)
        if tried.sum() <= total:
            holds, counts = eps, tried
        else:
            fails, short = eps, tried
    return counts


def check_total(rows: Rows, total: int) -> None:
    """Check that there is a segment for each function.

    Raises
    ------
    ConfigError
        If there is none for some.
    """
    enough = total >= len(rows)
    require(enough, f"{len(rows)} functions share as many segments at least", total, "raise total_segments")


def _counts(rows: Rows, eps: Array, most: int) -> Codes:
    """Return the fewest segments within eps (n,); most + 1 where `most` do not do."""
    counts = np.empty(len(rows), dtype=np.int64)
    paths.fewest_lines(*curves_of(rows), np.ascontiguousarray(eps), most, counts)
    return counts
