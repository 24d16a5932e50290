"""Solve a family: rows in chunks, on one processor or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pwlact._types import Codes
from pwlact.errors import require
from pwlact.many.family import Family, FamilyObjective
from pwlact.many.pool import in_chunks
from pwlact.many.row_solver import METHOD_FOR, FamilyMethod, joined, solve_rows
from pwlact.many.rows import Rows

CHUNK = 64  # rows
MAX_SEGMENTS = 4096

Watch = Callable[[int, float], None]
"""Called with the number of rows that were just solved, and the worst objective among them."""


class Chunk(NamedTuple):
    """Rows that are solved together, and how."""

    rows: Rows
    segments: Codes
    objective: FamilyObjective
    method: FamilyMethod


def solve_family(
    rows: Rows,
    segments: int | Codes,
    objective: FamilyObjective = "max",
    method: FamilyMethod | None = None,
    jobs: int = 1,
    watch: Watch | None = None,
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
    jobs : int
        Processes side by side; the results do not depend on it.
    watch : callable, optional
        Called as rows are solved.

    Raises
    ------
    ConfigError
        If the method is for another objective, or there are too few or too many segments.
    RunError
        If a process was killed.
    """
    chunks = chunks_of(rows, segments, objective, method)
    done: list[Family | None] = [None] * len(chunks)
    for k, part in solved(chunks, jobs):
        done[k] = part
        if watch is not None:
            watch(len(part), float(part.objectives.max()))
    return joined([part for part in done if part is not None], rows)


def chunks_of(
    rows: Rows, segments: int | Codes, objective: FamilyObjective, method: FamilyMethod | None
) -> list[Chunk]:
    """Return the rows in chunks; see `solve_family`."""
    counts = np.broadcast_to(np.asarray(segments, dtype=np.int64), (len(rows.y),))
    ranged = bool(np.all((counts >= 1) & (counts <= MAX_SEGMENTS)))
    require(ranged, f"segments are from 1 to {MAX_SEGMENTS}", segments, "choose others")
    chosen = METHOD_FOR[objective] if method is None else method
    fits = chosen in ("uniform", METHOD_FOR[objective])
    require(fits, f"objective {objective} takes {METHOD_FOR[objective]} or uniform", chosen, "leave method out")
    return [
        Chunk(rows.subset(part), counts[part].copy(), objective, chosen)
        for part in (slice(k, k + CHUNK) for k in range(0, len(rows.y), CHUNK))
    ]


def solved(chunks: Sequence[Chunk], jobs: int) -> Iterator[tuple[int, Family]]:
    """Yield the number of each chunk and its family, as they are done."""
    return in_chunks(_solve, chunks, jobs)


def _solve(chunk: Chunk) -> Family:
    return solve_rows(*chunk)
