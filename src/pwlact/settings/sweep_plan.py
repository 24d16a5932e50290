"""How a sweep chooses values, and which figure counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pwlact.errors import require
from pwlact.settings.search import check_seed

Measure = Literal["reward", "objective", "max_error", "mean_error", "mse", "best_episode", "final_policy", "seconds"]
LARGER = ("reward", "best_episode", "final_policy")
"""Measures of which more is better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChoice:
    """What a sweep's figure of rewards shows."""

    by: str | None = None
    """Setting with a colour for each value; by default the one with the fewest values, two or more."""
    along: str | None = None
    """Setting along the axis; by default the other one with the most numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPlan:
    """How a sweep chooses values, and how often it tries them."""

    sampler: Literal["grid", "random", "tpe"] = "grid"
    """Choice of values: all combinations, random ones, or Optuna's Tree-structured Parzen Estimator."""
    trials: int | None = None
    """Combinations to try, of random and tpe; each is tried on all functions with all seeds."""
    batch: int = 8
    """Combinations that tpe chooses at a time, knowing the results of all before."""
    sampler_seed: int = 0
    """Seed of the choice."""
    pruner: Literal["none", "median", "hyperband"] = "none"
    """Rule that ends poor trainings early."""
    optimise: Measure | None = None
    """Figure that counts; by default a training's reward, a search's objective."""
    direction: Literal["minimise", "maximise"] | None = None
    """Whether less or more of it is better; by default more of rewards, less of all else."""
    figure: FigureChoice = field(default_factory=FigureChoice)

    def __post_init__(self) -> None:
        check_seed(self.sampler_seed)
        fixed = self.sampler == "grid"
        require(not fixed or self.trials is None, "trials go with sampler random or tpe", self.trials, "leave it out")
        require(
            fixed or (self.trials or 0) >= 1, f"sampler {self.sampler} needs trials, 1 or more", self.trials, "add it"
        )
        require(self.batch >= 1, "batch is at least 1", self.batch, "try 8")
