"""Dynamic programming for the mean square error, then a polish of continuous breakpoints, with a lower bound."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import require
from pwlact.fit.descent import Polished
from pwlact.search.codes.absolute import smallest_absolute
from pwlact.search.codes.squares import smallest_squares
from pwlact.search.codes.table_rows import build_pwl
from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.discontinuous import Discontinuous
from pwlact.search.evaluators import RealEvaluator, UnitEvaluator
from pwlact.search.methods.method import Method
from pwlact.search.noisy.searches import squares
from pwlact.search.placement import Placement
from pwlact.search.polish import polish, spaced

DEFAULT = "leave it out for the default"
SLIGHT = 1e-6  # a gain below this share counts as none


@dataclass(frozen=True, slots=True, kw_only=True)
class DpConfig:
    """Settings of dynamic programming with polish."""

    starts: int = 6
    """Random deformations to start from, besides the answer of the dynamic programme and equal-error segments."""
    spread: float = 0.3
    """Standard deviation of the logarithm of a deformed segment's width."""
    steps: int = 60
    """Maximum number of steps of one polish."""
    rounds: int = 4
    """Maximum number of rounds; a round moves one breakpoint to another segment."""
    moves: int = 3
    """Number of the cheapest breakpoints that a round tries to move, each to as many of the worst segments."""
    tolerance: float = 1e-7
    """End a polish when steps gain less than this share."""
    enough: float = 2e-4
    """Start no further polish when the answer is within this share of the lower bound."""
    visits: float = 2e8
    """Start no further polish when the fits have read this many samples in all."""

    def __post_init__(self) -> None:
        for name in ("starts", "spread", "rounds", "tolerance", "enough", "visits"):
            value = getattr(self, name)
            require(0 <= value < np.inf, f"dp.{name} must be zero or more and finite", value, DEFAULT)
        for name in ("steps", "moves"):
            require(getattr(self, name) >= 1, f"dp.{name} must be at least 1", getattr(self, name), DEFAULT)


def search_codes(evaluator: UnitEvaluator, _config: DpConfig, _seed: int) -> Placement:
    """Choose coded pieces by dynamic programming over the codes at which they begin, then single codes.

    Where the objective is the mean error, the last search is for that.
    """
    evaluator.require_free()
    problem, grid = evaluator.problem, evaluator.grid
    smallest = smallest_absolute if problem.objective.mean_weight else smallest_squares
    rows = smallest(grid, problem.table_rows)
    return Placement(points=build_pwl(grid, rows, problem.segments).points, table_rows=rows, evaluations=1)


def search(evaluator: RealEvaluator, config: DpConfig, seed: int) -> Placement:
    """Polish the breakpoints of the best separate lines and others, then move single breakpoints while that helps.

    Details: `mse_bound`, the bound by separate lines; `mse_bound_exact`, whether it is their own error;
    `relocation_rounds`.
    Source: the dynamic programme over separate lines as in Bellman, Comm. ACM 4 (1961) 284; the rest is ours.
    """
    problem, samples = evaluator.problem, evaluator.samples
    found = evaluator.separate_fits
    starts = _starts(evaluator, found, config, seed)
    best = _polished(evaluator, next(starts), config)
    fits, rounds = best.fits, 0

    def done() -> bool:
        near = best.mse <= found.bound * (1.0 + config.enough)
        return near or problem.segments == 1 or fits * samples.x.size > config.visits

    for points in itertools.takewhile(lambda _: not done(), starts):
        new = _polished(evaluator, points, config)
        fits += new.fits
        best = new if new.mse < best.mse else best
    while rounds < config.rounds and not done():
        new, more = _relocate(evaluator, best, config)
        fits, rounds = fits + more, rounds + 1
        if new.mse >= best.mse * (1.0 - SLIGHT):
            break
        best = new
    return Placement(
        points=best.breakpoints[1:-1],
        evaluations=fits,
        lower_bound=_objective_bound(evaluator, found),
        details={
            "mse_bound": found.bound * evaluator.square_scale,
            "mse_bound_exact": found.exact,
            "relocation_rounds": rounds,
        },
    )


def _objective_bound(evaluator: RealEvaluator, found: Discontinuous) -> float | None:
    """Return the bound of the objective that follows from that of the grid MSE, the other terms being at least zero."""
    objective = evaluator.problem.objective
    if objective.measure == "exact" or not objective.mse_weight:
        return None
    return objective.mse_weight * found.bound * evaluator.square_scale


def _polished(evaluator: RealEvaluator, points: Array, config: DpConfig) -> Polished:
    return polish(evaluator, spaced(evaluator, points), steps=config.steps, tolerance=config.tolerance)


def _starts(evaluator: RealEvaluator, found: Discontinuous, config: DpConfig, seed: int) -> Iterator[Array]:
    """Yield interior points: crossings of the separate lines, equal shares of error, and deformations of these."""
    yield _crossings(evaluator, found)
    x, u = _equal_error(evaluator)
    size = evaluator.problem.segments
    generator = np.random.default_rng(seed)
    for k in range(config.starts + 1):
        gaps = np.exp(generator.normal(0.0, config.spread * (k > 0), size))
        yield np.interp(np.cumsum(gaps)[:-1] / gaps.sum(), u, x)


def _crossings(evaluator: RealEvaluator, found: Discontinuous) -> Array:
    """Return the nearby crossings of neighbouring lines of the best partition, else the boundaries of the samples."""
    samples, edges = evaluator.samples, found.boundaries
    x = samples.x
    points = np.float64(samples.interval[0]) + samples.step * (edges[1:-1].astype(np.float64) - 0.5)
    lines = [_line(evaluator, start, stop) for start, stop in itertools.pairwise(edges)]
    for j in range(points.size):
        left, right = lines[j], lines[j + 1]
        i = min(edges[j + 1], x.size - 1)
        if left is None or right is None or left[1] == right[1]:
            continue
        ahead = (left[0] + left[1] * (x[i] - left[2])) - (right[0] + right[1] * (x[i] - right[2]))
        near = x[i] + ahead / (right[1] - left[1])
        reach = 0.25 * samples.step * min(edges[j + 1] - edges[j], edges[j + 2] - edges[j + 1])
        if abs(near - points[j]) <= max(reach, samples.step):
            points[j] = near
    return points


def _line(evaluator: RealEvaluator, start: int, stop: int) -> tuple[float, float, float] | None:
    """Return mean value, slope and mean position of the least-squares line of a group; None below 2 samples."""
    x, y = evaluator.samples.x[start:stop], evaluator.samples.y[start:stop]
    w = np.ones(x.size) if evaluator.square_weights is None else evaluator.square_weights[start:stop]
    if np.count_nonzero(w) < 2:
        return None
    w = w / w.sum()
    centre, mean = float(w @ x), float(w @ y)
    away = x - centre
    return mean, float((w * away) @ (y - mean) / ((w * away) @ away)), centre


def _equal_error(evaluator: RealEvaluator) -> tuple[Array, Array]:
    """Return x and u (n,), u from 0 to 1: segments of equal width in u have about equal shares of the MSE.

    du/dx is proportional to (w f''^2)^(1/5), w the samples' weight (de Boor, A Practical Guide to Splines, ch. XII).
    """
    coordinate = curvature_coordinate(evaluator.samples, 0.01)
    density = coordinate.density**0.8  # density is the root of |f''|
    weights = evaluator.square_weights
    if weights is not None:
        density = density * (weights / weights.max() + 1e-9) ** 0.2
    u = np.concatenate(([0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))))
    return coordinate.x, u / u[-1]


def _relocate(evaluator: RealEvaluator, best: Polished, config: DpConfig) -> tuple[Polished, int]:
    """Return the best polish with one breakpoint moved to the middle of another segment, and the number of fits."""
    breakpoints = best.breakpoints
    worst = np.argsort(-best.shares, kind="stable")[: config.moves]
    pairs = best.shares[:-1] + best.shares[1:]
    widths = breakpoints[2:] - breakpoints[:-2]
    # The error of a segment grows with the fifth power of its width: an estimate for a pair without its breakpoint.
    parts = np.diff(breakpoints) / np.max(widths)
    without = pairs * (widths / np.max(widths)) ** 5 / (parts[:-1] ** 5 + parts[1:] ** 5) - pairs
    cheapest = np.argsort(without, kind="stable")[: config.moves]
    found, fits = best, 0
    for j in cheapest:
        for k in worst:
            if k in (j, j + 1):
                continue
            middle = 0.5 * (breakpoints[k] + breakpoints[k + 1])
            points = np.append(np.delete(breakpoints[1:-1], j), middle)
            new = _polished(evaluator, points, config)
            fits += new.fits
            found = new if new.mse < found.mse else found
    return found, fits


DP = Method(
    name="dp",
    title="dynamic programming for the mean square error, then a polish",
    search_reals=search,
    search_codes=search_codes,
    config=DpConfig,
    objective="mse",
    unit_objectives=("mean",),
    any_objective=False,
    search_data=squares,
)
