"""Cells that the breakpoints of a PWL between walls may lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Flags
from pwlact.fit.wall_path import wall_reaches
from pwlact.search import mixed_bound_kernels as kernels
from pwlact.search.mixed_bound_kernels import Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Cells of the breakpoints of a PWL, both ends included.

    Parameters
    ----------
    held : ndarray of int64, shape (c, 2)
        Least and largest number of samples left of a breakpoint in each cell, ascending for each breakpoint.
    offsets : ndarray of int64, shape (segments + 2,)
        Breakpoint k has the cells offsets[k] .. offsets[k + 1] - 1; the first and the last breakpoint have one each.
    """

    held: Ints
    offsets: Ints

    @property
    def pairs(self) -> int:
        """Number of lines from a cell of a breakpoint to a cell of the next one."""
        counts = np.diff(self.offsets)
        return int(np.sum(counts[1:] * counts[:-1]))

    @property
    def single(self) -> bool:
        """Whether no cell can be divided."""
        return bool(np.all(self.held[:, 0] == self.held[:, 1]))

    def kept(self, keep: Flags) -> Cells:
        """Return the cells that are marked (c,)."""
        return Cells(held=self.held[keep], offsets=np.concatenate(([0], np.cumsum(keep)))[self.offsets])

    def divided(self, windows: tuple[Ints, Ints], u: Array, parts: int) -> Cells | None:
        """Return the cells within windows, each in at most `parts` parts of equal width in u; None if there are none.

        Parameters
        ----------
        windows : ndarray of int64, ndarray of int64, shape (segments + 1,)
            Least and largest number of samples left of each breakpoint.
        u : ndarray, shape (samples + 2,)
            Coordinate of a breakpoint with that many samples on its left, strictly ascending.
        parts : int
            At least 2.
        """
        owner = np.repeat(np.arange(self.offsets.size - 1), np.diff(self.offsets))
        first, last = np.maximum(self.held[:, 0], windows[0][owner]), np.minimum(self.held[:, 1], windows[1][owner])
        inside = first <= last
        first, end, owner = first[inside], last[inside] + 1, owner[inside]
        between = u[first, None] + (u[end] - u[first])[:, None] * np.arange(1, parts) / parts
        inner = np.clip(np.searchsorted(u, between), first[:, None], end[:, None])
        whole = np.all((inner == first[:, None]) | (inner == end[:, None]), axis=1)
        inner[whole] = (first[whole] + end[whole])[:, None] // 2
        edges = np.concatenate((first[:, None], inner, end[:, None]), axis=1)
        filled = edges[:, :-1] < edges[:, 1:]
        counts = np.bincount(np.repeat(owner, parts)[filled.ravel()], minlength=self.offsets.size - 1)
        if np.any(counts == 0):
            return None
        held = np.stack((edges[:, :-1], edges[:, 1:] - 1), axis=2)[filled]
        return Cells(held=held, offsets=np.concatenate(([0], np.cumsum(counts))))


def first_cells(segments: int, n: int) -> Cells:
    """Return one cell for each breakpoint, which holds all of n samples' positions but for the ends."""
    held = np.tile(np.array([0, n], dtype=np.int64), (segments + 1, 1))
    held[0, 1], held[-1, 0] = 0, n
    return Cells(held=held, offsets=np.arange(segments + 2))


def windows_within(x: Array, low: Array, high: Array, segments: int) -> tuple[Ints, Ints] | None:
    """Return the least and the largest number of samples left of each breakpoint of a path between walls.

    The largest numbers are of samples that k linked lines from the left end pass at most; the least, of those that the
    lines from the right end leave at least.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Samples, ascending.
    low, high : ndarray, shape (n,)
        The walls.
    segments : int
        Lines.

    Returns
    -------
    ndarray of int64, ndarray of int64, shape (segments + 1,)
        Or None where no path passes all samples.
    """
    right, left = wall_reaches(x, low, high, segments), wall_reaches(-x[::-1], low[::-1], high[::-1], segments)
    if max(right.size, left.size) == segments:
        return None
    most, least = np.full(segments + 1, x.size), np.zeros(segments + 1, dtype=np.int64)
    most[0], most[1 : 1 + right.size] = 0, right
    least[-1], least[segments - left.size : segments] = x.size, x.size - left[::-1]
    return least, most


class Cheapest(NamedTuple):
    """The least cost of lines from cell to cell, the cells that remain, and the path (segments + 1,) of that cost."""

    cost: float
    cells: Cells
    path: Ints


def cheapest(cells: Cells, sums: Array, walls: Array, limit: float) -> Cheapest | None:
    """Return the cheapest lines from cell to cell, without the cells whose paths all exceed a limit.

    Parameters
    ----------
    cells : Cells
        Cells of n samples.
    sums : ndarray, shape (n + 1, 6)
        As `prefix_sums` gives.
    walls : ndarray, shape (n, 2)
        Lower and upper walls.
    limit : float
        Costs above are left out.

    Returns
    -------
    Cheapest
        The path is a number of samples left of each breakpoint; None where no path is within the limit.
    """
    count = cells.held.shape[0]
    before, after, choice = np.empty(count), np.empty(count), np.zeros(count, dtype=np.int64)
    lines = np.full(cells.pairs, np.nan)
    cost = kernels.forward(sums, walls, cells.held, cells.offsets, limit, before, choice, lines)
    if np.isinf(cost):
        return None
    kernels.backward(sums, walls, cells.held, cells.offsets, limit, before, lines, after)
    keep = before + after <= limit
    keep[[0, -1]] = True
    path = [count - 1]
    for _ in range(cells.offsets.size - 2):
        path.append(int(choice[path[-1]]))
    return Cheapest(cost, cells.kept(keep), np.sum(cells.held[path[::-1]], axis=1) // 2)
