"""Global search with many starts: the standard for the paper's objective."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from pwlact._types import Array
from pwlact.errors import require
from pwlact.search.coordinate import curvature_coordinate
from pwlact.search.evaluators import Evaluator
from pwlact.search.general.place import policy_points
from pwlact.search.local import LocalConfig, LocalOutcome, local_search, multistart
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement
from pwlact.search.polish import moved_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalConfig(LocalConfig):
    """Settings of the global search."""

    kind: Literal["cma", "de"] = "cma"
    """cma: CMA-ES from many starts; de: differential evolution."""
    starts: int = 8
    """cma: number of searches, the first from equal curvature, the second from the points of the pretrained policy, the
    others from random deformations of equal curvature."""
    generations: int = 3000
    """de: maximum number of generations."""
    population: int = 10
    """de: sets of points in a generation, per gap."""
    spread: float = 2.0
    """de: largest logarithm of a gap in the curvature coordinate, relative to the common scale of all gaps."""

    def __post_init__(self) -> None:
        LocalConfig.__post_init__(self)
        require(self.kind in ("cma", "de"), "kind is one of cma, de", repr(self.kind), "choose one")
        for name in ("starts", "generations", "population", "evaluations"):
            value = getattr(self, name)
            require(value >= 1, f"{name} must be at least 1", value, "leave it out for the default")
        require(0.0 < self.sigma < np.inf, "sigma must be above 0 and finite", self.sigma, "try 0.05")
        require(0.0 < self.spread < 50.0, "spread must be above 0 and below 50", self.spread, "try 2")
        require(0.0 < self.floor <= 1.0, "floor must be above 0 and at most 1", self.floor, "try 0.02")


def search(evaluator: Evaluator, config: GlobalConfig, seed: int) -> Placement:
    """Minimise the objective over the logarithms of the gaps between points in the curvature coordinate.

    Sources: CMA-ES: Hansen 2016, arXiv 1604.00772. Differential evolution: Storn & Price, J. Global Optimization 11
    (1997) 341, in SciPy's implementation.
    """
    found = _evolved(evaluator, config, seed) if config.kind == "de" else _many(evaluator, config, seed)
    return Placement(points=found.points, evaluations=found.evaluations)


def _many(evaluator: Evaluator, config: GlobalConfig, seed: int) -> LocalOutcome:
    """Search from many starts, and once more from the best; points too close for a fit are moved apart."""
    starts = config.starts if evaluator.problem.points else 1
    found = multistart(evaluator, config, starts, seed, policy_points(evaluator) if starts > 1 else None)
    again = local_search(evaluator, moved_apart(evaluator, found.points[None, :])[0], config, seed + config.starts)
    best = min(found, again, key=lambda outcome: outcome.objective)
    return dataclasses.replace(best, evaluations=found.evaluations + again.evaluations)


def _evolved(evaluator: Evaluator, config: GlobalConfig, seed: int) -> LocalOutcome:
    """Minimise over log-gaps g_k in [-spread, spread]; gap k takes exp(g_k) / sum exp(g) of the coordinate."""
    from scipy.optimize import Bounds, differential_evolution  # slow to import

    coordinate, evaluations = curvature_coordinate(evaluator.samples, config.floor), 0

    def points_of(log_gaps: Array) -> Array:
        ends = np.cumsum(np.exp(log_gaps), axis=1)
        return moved_apart(evaluator, coordinate.to_x(ends[:, :-1] / ends[:, -1:]))

    def objectives(log_gaps: Array) -> Any:  # (segments, sets) to (sets,); SciPy's types allow one set only
        nonlocal evaluations
        evaluations += log_gaps.shape[1]
        return evaluator.objectives(points_of(log_gaps.T))

    segments = evaluator.problem.segments
    outcome = differential_evolution(
        objectives,
        Bounds(np.full(segments, -config.spread), np.full(segments, config.spread)),
        maxiter=config.generations if segments > 1 else 1,
        popsize=config.population,
        tol=config.tolerance,
        x0=np.zeros(segments),  # equal curvature
        seed=np.random.default_rng(seed),
        polish=False,
        updating="deferred",
        vectorized=True,
    )
    points = points_of(outcome.x[None, :])[0]
    return LocalOutcome(points=points, objective=float(outcome.fun), evaluations=evaluations)


GLOBAL = Method(
    name="global",
    title="many-start CMA-ES or differential evolution",
    search_reals=search,
    search_codes=search,
    config=GlobalConfig,
    search_own=search,
)
