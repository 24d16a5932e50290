"""Dynamic programming in the tube about the function, for mean and maximum error together, then a local search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError, require
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.local import LocalConfig, LocalOutcome, local_search
from pwlact.search.methods.method import Method
from pwlact.search.mixed_bound import MixedBound, mixed_bound
from pwlact.search.mixed_task import mixed_task
from pwlact.search.placement import Placement
from pwlact.search.polish import moved_apart

NOTHING = 4e-15  # objective of rounding alone, relative to the largest value


@dataclass(frozen=True, slots=True, kw_only=True)
class TubeConfig(LocalConfig):
    """Settings of the search in the tube."""

    sigma: float = 0.02
    """Initial step of a local search, as a share of a gap."""
    tolerance: float = 1e-7
    """End a local search when a generation's best and worst objective differ by less than this share."""
    rounds: int = 3
    """Maximum number of local searches, each from the points of a dynamic programme that the last one narrowed."""
    enough: float = 1e-3
    """End when the objective is within this share of the lower bound."""

    def __post_init__(self) -> None:
        LocalConfig.__post_init__(self)
        require(self.rounds >= 1, "tube.rounds must be at least 1", self.rounds, "leave it out for the default")
        require(
            self.evaluations >= 1, "evaluations must be at least 1", self.evaluations, "leave it out for the default"
        )
        require(0.0 < self.sigma < np.inf, "sigma must be above 0 and finite", self.sigma, "try 0.02")
        require(0.0 < self.floor <= 1.0, "floor must be above 0 and at most 1", self.floor, "try 0.02")


def search(evaluator: RealEvaluator, config: TubeConfig, seed: int) -> Placement:
    """Search locally from the breakpoints of the cheapest separate lines between walls, see `mixed_bound`.

    The lines are those of the maximum error with the least bound of the objective: nearly the best PWL. Each local
    search lowers the known objective, below which the next dynamic programme looks.
    Details: `rounds`, the number of local searches.
    Source: the dynamic programme over separate lines as in Bellman, Comm. ACM 4 (1961) 284; the rest is ours.
    """
    if not evaluator.problem.objective.mean_weight:
        raise ConfigError(
            "method tube minimises mean and maximum error together, got an objective without the mean error; "
            "try --method minimax"
        )
    starts, reached, fits = [pwl[0][1:-1] for pwl in evaluator.known_pwls], evaluator.known_objective, 0
    tried: list[Array] = []
    outcomes: list[LocalOutcome] = []
    for k in range(config.rounds):
        found = _bound(evaluator, reached)
        start = _best(evaluator, starts if found is None else [*starts, _points(evaluator, found)])
        if any(np.array_equal(start.points, before) for before in tried):
            break
        tiny = start.objective <= NOTHING * float(np.max(np.abs(evaluator.samples.y)))
        outcome = start if tiny else local_search(evaluator, start.points, config, seed + k)
        tried, outcomes, starts = [*tried, start.points], [*outcomes, outcome], []
        fits, reached = fits + outcome.evaluations, min(reached, outcome.objective)
        if tiny or found is None or outcome.objective <= found.bound * (1.0 + config.enough):
            break
    best = min(outcomes, key=lambda outcome: outcome.objective)
    return Placement(points=best.points, evaluations=fits, details={"rounds": len(outcomes)})


def _bound(evaluator: RealEvaluator, reached: float) -> MixedBound | None:
    task = mixed_task(evaluator, reached)
    return None if task is None else mixed_bound(task)


def _points(evaluator: RealEvaluator, found: MixedBound) -> Array:
    """Return the points midway between the samples that breakpoints part."""
    x = evaluator.samples.x
    right = np.clip(found.boundaries[1:-1], 1, x.size - 1)
    return np.asarray(0.5 * (x[right - 1] + x[right]))


def _best(evaluator: RealEvaluator, points: list[Array]) -> LocalOutcome:
    """Return the best of rows of points, moved apart."""
    rows = moved_apart(evaluator, np.array(points))
    objectives = evaluator.objectives(rows)
    i = int(np.argmin(objectives))
    return LocalOutcome(points=rows[i], objective=float(objectives[i]), evaluations=len(points))


TUBE = Method(
    name="tube",
    title="dynamic programming for mean and maximum error, then a local search",
    search_reals=search,
    search_codes=None,
    config=TubeConfig,
    any_objective=False,
)
