"""A proven lower bound of w_max E_max + w_mean E_mean on the sampling grid, over all PWL with as many segments.

Let a PWL have a maximum error between e_1 and e_2. It passes walls at distance e_2 from f at the samples, so its
breakpoint k is not beyond where k linked lines from the left end can go, nor beyond where the others can go from the
right end: it lies in a window, which is narrow since e_2 hardly exceeds the smallest error. On each group of samples
between breakpoints the PWL is a line within the walls. So its mean error is at least that of the cheapest groups, each
with a line of its own, and its objective at least w_max e_1 plus w_mean times that.

A breakpoint is known up to a cell of positions between samples; a group counts for the samples between the cells of its
ends. Dynamic programming finds the cheapest groups, and leaves out the cells that are on no path as cheap as a known
objective allows. Of all intervals of errors the one with the least bound is halved, or its cells are divided, until its
bound is near that objective. Without w_max there is one interval, and no walls but those that the known objective sets.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from pwlact._types import Array
from pwlact.search.mixed_bound_kernels import Ints, prefix_sums
from pwlact.search.mixed_cells import Cells, cheapest, first_cells, windows_within

ENOUGH = 1e-3  # share below the known objective at which a bound is near it
WORK = 100_000  # costs of lines at most
SAMPLES = 16  # that cost about as much as a line, in a search for windows
PARTS = 8  # of a window
SPLIT = 2  # of a cell
TRUST = 1e-9  # share of the bound, and of the errors, for the arithmetic
MARGIN = 1e-12  # by which walls are moved apart, relative to the largest value
FINEST = 1e-4  # share of the known objective that an interval is wide at least
ROUNDING = 32.0 * float(np.finfo(np.float64).eps)  # of a mean error, relative to values and slopes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MixedTask:
    """What is bounded: max_weight E_max + mean_weight E_mean, with E_mean = sum_i u_i |p(x_i) - y_i|.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Samples at equal distances.
    weights : ndarray, shape (n,)
        u_i, zero or more.
    u : ndarray, shape (n,)
        Coordinate of the samples, strictly ascending, in which cells are divided.
    walls : callable
        From a maximum error to the lower and upper walls (n,) of p(x_i), finite.
    segments : int
        Linear pieces.
    max_weight, mean_weight : float
        Zero or more; above 0.
    least : float
        A lower bound of E_max.
    reached : float
        An objective that is reached; no larger bound is sought.
    """

    x: Array
    y: Array
    weights: Array
    u: Array
    walls: Callable[[float], tuple[Array, Array]]
    segments: int
    max_weight: float
    mean_weight: float
    least: float
    reached: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MixedBound:
    """A proven lower bound of the objective, and the breakpoints that are nearest to it.

    Parameters
    ----------
    bound : float
        At most the objective that is reached.
    boundaries : ndarray of int64, shape (segments + 1,)
        Samples left of each breakpoint.
    """

    bound: float
    boundaries: Ints


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Interval:
    """Maximum errors from `low` to `high`, a bound of their objectives, and one of their mean errors by cells."""

    bound: float
    low: float
    high: float
    cells: Cells = field(compare=False)
    mean: float = field(default=0.0, compare=False)
    gain: float = field(default=math.inf, compare=False)  # of the mean, when cells were last divided
    path: Ints = field(compare=False)


def mixed_bound(task: MixedTask) -> MixedBound:
    """Return a lower bound of the objective over all PWL with as many segments.

    Parameters
    ----------
    task : MixedTask
        What is bounded.

    Notes
    -----
    The proof is at the top of this file. Paths of linked lines: Guibas et al., see `wall_path`; the rest is ours.
    """
    return _Search(task).run()


class _Search:
    """Bounds of intervals of the maximum error, from loose to tight."""

    def __init__(self, task: MixedTask) -> None:
        self.task, self.work = task, 0
        self.sums = prefix_sums(task.y, task.weights)
        self.at = np.concatenate((task.u, task.u[-1] + (task.u[-1] - task.u[-2]) * np.arange(1.0, 3.0)))
        scale = float(np.max(np.abs(task.y)))
        self.margin = MARGIN * scale
        self.largest = max(task.reached / task.max_weight, task.least) if task.max_weight else task.least
        low, high = task.walls(self.largest)
        steepest = float(np.max(np.abs(np.diff(task.y)))) + float(np.max(high - low))
        rounding = ROUNDING * (scale + task.x.size * steepest) * float(task.weights.sum())
        self.noise = task.mean_weight * rounding + task.max_weight * self.margin

    def run(self) -> MixedBound:
        """Divide intervals until the least bound is near the known objective, or cannot be improved."""
        task, n = self.task, self.task.x.size
        even = np.linspace(0, n, task.segments + 1).astype(np.int64)
        nearest = _Interval(
            bound=task.max_weight * task.least,
            low=task.least,
            high=self.largest,
            cells=first_cells(task.segments, n),
            path=even,
        )
        queue, enough = [nearest], task.reached * (1.0 - ENOUGH) - self.noise
        while queue and queue[0].bound < enough and self.work < WORK:
            nearest = heapq.heappop(queue)
            for part in self._closer(nearest):
                heapq.heappush(queue, part)
        found = min([task.reached, *(part.bound for part in queue)])
        return MixedBound(bound=max(found * (1.0 - TRUST) - self.noise, 0.0), boundaries=nearest.path)

    def _closer(self, whole: _Interval) -> Iterator[_Interval]:
        """Yield parts of an interval with larger bounds; itself, and no work is left, if there are no better ones."""
        task, high = self.task, whole.high
        if task.max_weight:  # larger errors exceed the known objective
            high = min(
                high, max((task.reached + self.noise - task.mean_weight * whole.mean) / task.max_weight, whole.low)
            )
        spread = task.max_weight * (high - whole.low)
        if spread <= task.mean_weight * whole.gain and not whole.cells.single:
            yield from self._divided(replace(whole, high=high))
        elif spread > FINEST * task.reached:
            middle = 0.5 * (whole.low + high)
            yield replace(whole, low=middle, high=high, bound=self._bound(whole.bound, middle, whole.mean))
            yield from self._divided(replace(whole, high=middle))
        else:
            self.work = WORK
            yield whole

    def _bound(self, known: float, low: float, mean: float) -> float:
        return max(known, self.task.max_weight * low + self.task.mean_weight * mean)

    def _divided(self, whole: _Interval) -> Iterator[_Interval]:
        """Yield an interval with its cells divided, itself if that is too much work, or nothing if none is left."""
        task = self.task
        low, high = task.walls(whole.high * (1.0 + TRUST))
        low, high = low - self.margin, high + self.margin
        windows = windows_within(task.x, low, high, task.segments)
        cells = windows and whole.cells.divided(windows, self.at, PARTS if math.isinf(whole.gain) else SPLIT)
        if not cells:
            return
        self.work += cells.pairs + task.x.size // SAMPLES
        if self.work > WORK and math.isfinite(whole.gain):
            yield whole
            return
        limit = (task.reached + self.noise - task.max_weight * whole.low) / task.mean_weight
        found = cheapest(cells, self.sums, np.stack((low, high), axis=1), limit)
        if found:
            mean = max(found.cost, whole.mean)
            yield replace(
                whole,
                bound=self._bound(whole.bound, whole.low, mean),
                cells=found.cells,
                mean=mean,
                gain=mean - whole.mean,
                path=found.path,
            )
