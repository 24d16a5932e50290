"""Solve a family: rows in chunks, on one processor or several."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array, Codes
from pwlact.datapath import UnitSpec
from pwlact.errors import require
from pwlact.many.chunk import Chunk
from pwlact.many.family import Family, FamilyObjective
from pwlact.many.fewest import check_total, fewest_segments, shared_for_max
from pwlact.many.pool import in_chunks
from pwlact.many.row_solver import METHOD_FOR, FamilyMethod, joined, solve_rows
from pwlact.many.rows import Rows, numbered, weights_of
from pwlact.many.sharing import shared_for_sum
from pwlact.many.store import Store

CHUNK = 64  # rows
MAX_SEGMENTS = 4096
DEFAULT = 8  # segments

Watch = Callable[[int, int, float], None]
"""Called with how many functions are solved, how many there are, and the largest objective so far; while a budget is
shared for the smallest largest error, with none solved and the smallest such error so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """How work is done; the results do not depend on it.

    Parameters
    ----------
    jobs : int
        Processes side by side.
    watch : callable or None
        Called as functions are solved.
    store : Store or None
        Where chunks are kept, and found again.
    """

    jobs: int = 1
    watch: Watch | None = None
    store: Store | None = None


HERE = Means()


def solve_family(
    rows: Rows,
    segments: int | Codes,
    objective: FamilyObjective = "max",
    method: FamilyMethod | None = None,
    means: Means = HERE,
    spec: UnitSpec | None = None,
) -> Family:
    """Return the approximations of functions given by exact samples.

    Parameters
    ----------
    rows : Rows
        The functions.
    segments : int or ndarray of int64, shape (n,)
        Most linear pieces of each.
    objective : {"max", "mse"}
        What is minimised for each.
    method : {"minimax", "dp", "uniform"}, optional
        How breakpoints are placed, see `solve_rows`; by default minimax for "max", dp for "mse".
    means : Means
        Processes, a watcher, and a folder for what is done.
    spec : UnitSpec, optional
        The kind of hardware units; the family then has them, each of as many table rows as its function has segments.

    Raises
    ------
    ConfigError
        If the method is for another objective, or there are too few or too many segments.
    FormatError
        If the formats of units cannot hold a function; the message names it.
    RunError
        If a process was killed.
    """
    chunks = chunks_of(rows, segments, objective, method, spec)
    done: dict[int, Family] = {}
    count, worst = 0, 0.0
    for k, part in _solved(chunks, means):
        done[k] = part
        count, worst = count + len(part), max(worst, float(part.objectives.max()))
        if means.watch is not None:
            means.watch(count, len(rows), worst)
    return joined([done[k] for k in range(len(chunks))], rows)


def solve_shared(
    rows: Rows,
    total: int,
    objective: FamilyObjective = "max",
    weights: Array | None = None,
    means: Means = HERE,
    spec: UnitSpec | None = None,
) -> Family:
    """Return approximations that share a budget of segments: for the least largest error, or sum of square errors.

    Parameters
    ----------
    rows, objective, means, spec
        As in `solve_family`.
    total : int
        Segments of all functions at most, one for each at least.
    weights : ndarray, shape (n,), optional
        Weight of each function's error, above 0; by default 1.

    Raises
    ------
    ConfigError
        If the budget is too small, or a weight is not above 0.
    RunError
        If a process was killed.
    """
    check_total(rows, total)
    shares = weights_of(weights, len(rows))
    if objective == "max":
        watch = means.watch
        told = None if watch is None else functools.partial(watch, 0, len(rows))
        counts = shared_for_max(rows, total, shares, told)
    else:

        def errors(index: Codes, segments: Codes) -> Array:
            return solve_family(rows.subset(index), segments, "mse", "dp", means).mses

        counts = shared_for_sum(errors, len(rows), total, shares / shares.max())
    return solve_family(rows, counts, objective, None, means, spec)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What limits segments: a number for each function, one for all together, or the fewest for a maximum error."""

    segments: int | None = None
    total_segments: int | None = None
    max_error: float | None = None


def solve_budget(
    rows: Rows,
    budget: Budget,
    objective: FamilyObjective = "max",
    method: FamilyMethod | None = None,
    weights: Array | None = None,
    means: Means = HERE,
    spec: UnitSpec | None = None,
) -> Family:
    """Return the approximations of functions within a budget; see `solve_family` and `solve_shared`.

    Raises
    ------
    ConfigError
        If the budget does not fit the functions or the method.
    RunError
        If a function needs more than MAX_SEGMENTS, or a process was killed.
    """
    if budget.total_segments is not None:
        require(method != "uniform", "a budget is shared by minimax or dp", method, "leave method out")
        return solve_shared(rows, budget.total_segments, objective, weights, means, spec)
    if budget.max_error is not None:
        return solve_family(rows, counts_of(rows, budget.max_error, objective), objective, method, means, spec)
    return solve_family(rows, DEFAULT if budget.segments is None else budget.segments, objective, method, means, spec)


def counts_of(rows: Rows, max_error: float, objective: FamilyObjective) -> Codes:
    """Return the fewest segments of each function for a maximum error.

    Raises
    ------
    ConfigError
        If the error is not above 0, or another objective is asked for.
    RunError
        If a function needs more than MAX_SEGMENTS.
    """
    require(objective == "max", "a largest error goes with objective max", objective, "leave objective out")
    require(0.0 < max_error < math.inf, "a largest error is above 0 and finite", max_error, "give it in units of Y")
    return fewest_segments(rows, max_error, MAX_SEGMENTS)


def chunks_of(
    rows: Rows,
    segments: int | Codes,
    objective: FamilyObjective,
    method: FamilyMethod | None,
    spec: UnitSpec | None = None,
) -> list[Chunk]:
    """Return the rows in chunks; see `solve_family`."""
    counts = np.broadcast_to(np.asarray(segments, dtype=np.int64), (len(rows),))
    ranged = bool(np.all((counts >= 1) & (counts <= MAX_SEGMENTS)))
    require(ranged, f"segments are from 1 to {MAX_SEGMENTS}", segments, "choose others")
    chosen = METHOD_FOR[objective] if method is None else method
    fits = chosen in ("uniform", METHOD_FOR[objective])
    require(fits, f"objective {objective} takes {METHOD_FOR[objective]} or uniform", chosen, "leave method out")
    named = rows if spec is None else numbered(rows)
    return [
        Chunk(named.subset(part), counts[part].copy(), objective, chosen, spec)
        for part in (slice(k, k + CHUNK) for k in range(0, len(rows), CHUNK))
    ]


def _solved(chunks: Sequence[Chunk], means: Means) -> Iterator[tuple[int, Family]]:
    """Yield the number of each chunk and its family, as they are done; those that are kept come first."""
    waiting = []
    for k, chunk in enumerate(chunks):
        found = None if means.store is None else means.store.find(chunk)
        if found is None:
            waiting.append(k)
        else:
            yield k, found
    for at, part in in_chunks(_solve, [chunks[k] for k in waiting], means.jobs):
        k = waiting[at]
        if means.store is not None:
            means.store.keep(chunks[k], part)
        yield k, part


def _solve(chunk: Chunk) -> Family:
    rows, segments, objective, method, spec = chunk
    family = solve_rows(rows, segments, objective, method)
    if spec is None:
        return family
    from pwlact.many.coded import coded_units  # loads the searches for codes

    return dataclasses.replace(family, units=coded_units(rows, family.segments, spec, objective))
