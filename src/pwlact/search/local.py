"""Local search by CMA-ES: the polish of a result, and the standard that the agent is measured by."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import require_finite
from pwlact.search.coordinate import Coordinate
from pwlact.search.evaluators import Evaluator


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalConfig:
    """Settings of one local search (CMA-ES: Hansen 2016, arXiv 1604.00772).

    The search variables are the logarithms of the gaps between points in the curvature coordinate, so that points are
    always in order.
    """

    sigma: float = 0.05
    """Initial step, as a share of a gap."""
    evaluations: int = 40_000
    """Maximum number of fits of one search."""
    tolerance: float = 1e-9
    """Stop when a generation's best and worst objective differ by less than this share."""
    floor: float = 0.02
    """Floor of the curvature coordinate, as a share of the largest sqrt|f''|."""

    def __post_init__(self) -> None:
        require_finite("local", self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalOutcome:
    """Best points found, their objective J and the number of fits."""

    points: Array
    objective: float
    evaluations: int


@np.errstate(divide="ignore")  # CMA-ES computes a condition number, which is infinite after convergence
def local_search(evaluator: Evaluator, start: Array, config: LocalConfig, seed: int) -> LocalOutcome:
    """Improve interior points; the outcome is never worse than the start.

    Parameters
    ----------
    evaluator : Evaluator
        The problem.
    start : ndarray, shape (P,)
        Interior points, ascending; P may be 0.
    config : LocalConfig
        Settings.
    seed : int
        The same seed gives the same points.

    Notes
    -----
    Source: Hansen, The CMA Evolution Strategy: A Tutorial, arXiv 1604.00772.
    """
    from cmaes import CMA  # slow to import: it needs scipy.stats

    coordinate = evaluator.coordinate(config.floor)
    best = LocalOutcome(points=start, objective=float(evaluator.objectives(start[None, :])[0]), evaluations=1)
    if start.size == 0:
        return best
    size = start.size + 1
    population = 2 * (4 + int(3 * math.log(size)))
    search = CMA(mean=_log_gaps(coordinate, start), sigma=config.sigma, seed=seed, population_size=population)
    while best.evaluations < config.evaluations and not search.should_stop():
        moves = np.array([search.ask() for _ in range(population)])
        points = _points(coordinate, moves)
        objectives = evaluator.objectives(points)
        ranked = np.where(np.isfinite(objectives), objectives, 1e300)
        search.tell(list(zip(moves, ranked, strict=True)))
        i = int(objectives.argmin())
        better = bool(objectives[i] < best.objective)
        best = LocalOutcome(
            points=points[i] if better else best.points,
            objective=float(objectives[i]) if better else best.objective,
            evaluations=best.evaluations + population,
        )
        if ranked.max() - ranked.min() < config.tolerance * best.objective:
            break
    return best


def multistart(
    evaluator: Evaluator, config: LocalConfig, starts: int, seed: int, second: Array | None = None
) -> LocalOutcome:
    """Search from the equal-curvature points, then from `starts` - 1 random deformations of them; return the best.

    Parameters
    ----------
    evaluator : Evaluator
        The problem.
    config : LocalConfig
        Settings of each search.
    starts : int
        Number of searches, at least 1.
    seed : int
        The same seed gives the same points.
    second : ndarray, shape (P,), optional
        Points from which the second search starts, in place of a deformation.

    Returns
    -------
    LocalOutcome
        With the evaluations of all searches together.
    """
    coordinate = evaluator.coordinate(config.floor)
    generator = np.random.default_rng(seed)
    size = evaluator.problem.points + 1
    found = []
    for k in range(starts):
        noise = generator.normal(0.0, 0.3 * (k > 0), size)
        start = second if k == 1 and second is not None else _points(coordinate, noise[None, :])[0]
        found.append(local_search(evaluator, start, config, seed=seed + k))
    best = min(found, key=lambda outcome: outcome.objective)
    return LocalOutcome(
        points=best.points,
        objective=best.objective,
        evaluations=sum(outcome.evaluations for outcome in found),
    )


def _log_gaps(coordinate: Coordinate, points: Array) -> Array:
    gaps = np.diff(np.concatenate(([0.0], coordinate.to_u(points), [1.0])))
    return np.asarray(np.log(np.maximum(gaps, 1e-9) * gaps.size))


def _points(coordinate: Coordinate, log_gaps: Array) -> Array:
    gaps = np.exp(log_gaps - log_gaps.max(axis=1, keepdims=True))
    return coordinate.to_x(np.cumsum(gaps, axis=1)[:, :-1] / gaps.sum(axis=1, keepdims=True))
