"""Random search, the paper's standard of comparison: the best of many random sets of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError, RunError, require
from pwlact.functions import Symmetry
from pwlact.search.evaluators import Evaluator
from pwlact.search.methods.draws import grid_points, mirrored_points, uniform_points
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement

BATCH = 4096
BINS = 50
EPSILON = 1e-4  # in the paper's reward 1 / (J + epsilon)


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomConfig:
    """Settings of the random search."""

    trials: int = 20_000
    """Number of sets of points."""
    kind: Literal["continuous", "grid", "mirrored"] = "continuous"
    """continuous: anywhere; grid: on multiples of --random.step; mirrored: symmetric about 0, for a symmetric
    function on a symmetric range."""
    step: float = 0.01
    """grid: distance between grid points, in x."""

    def __post_init__(self) -> None:
        require(self.trials >= 1, "trials must be at least 1", self.trials, "try 20000")
        require(0.0 < self.step < np.inf, "step must be above 0 and finite", self.step, "try 0.01")


def search(evaluator: Evaluator, config: RandomConfig, seed: int) -> Placement:
    """Draw sets of points, evaluate them all and keep the best.

    Details: `histogram` of the rewards 1 / (J + 1e-4) of all sets: 51 `edges`, 50 `counts`.
    Source: the paper (ISOCC 2023), random search.

    Raises
    ------
    ConfigError
        If mirrored points do not suit the problem, or the range is too narrow for the grid.
    RunError
        If no set could be evaluated.
    """
    generator = np.random.default_rng(seed)
    best, points, found = np.inf, np.empty(evaluator.problem.points), []
    for start in range(0, config.trials, BATCH):
        drawn = _draw(evaluator, config, generator, min(BATCH, config.trials - start))
        objectives = evaluator.objectives(drawn)
        found.append(objectives)
        i = int(objectives.argmin())
        if objectives[i] < best:
            best, points = float(objectives[i]), drawn[i]
    if not np.isfinite(best):
        raise RunError(f"one set of points must have a finite objective, got none in {config.trials}; try more trials")
    return Placement(points=points, evaluations=config.trials, details={"histogram": _histogram(np.concatenate(found))})


def _draw(evaluator: Evaluator, config: RandomConfig, generator: np.random.Generator, count: int) -> Array:
    if config.kind == "grid":
        return grid_points(evaluator, generator, count, config.step)
    if config.kind == "continuous":
        return uniform_points(evaluator, generator, count)
    activation = evaluator.problem.activation
    if activation.symmetry is Symmetry.NONE:
        raise ConfigError(f"mirrored points need a symmetric function, got {activation.name!r}; try kind continuous")
    return mirrored_points(evaluator, generator, count)


def _histogram(objectives: Array) -> dict[str, Any]:
    rewards = 1.0 / (objectives[np.isfinite(objectives)] + EPSILON)
    low, high = float(rewards.min()), float(rewards.max())
    # Equal rewards, as with no points, need bins of some width.
    bounds = (low, high) if high - low > 1e-9 * high else (0.5 * low, 1.5 * high)
    counts, edges = np.histogram(rewards, bins=BINS, range=bounds)
    return {"edges": edges.tolist(), "counts": counts.tolist()}


RANDOM = Method(
    name="random",
    title="random search, the best of many sets",
    search_reals=search,
    search_codes=search,
    config=RandomConfig,
    search_own=search,
)
