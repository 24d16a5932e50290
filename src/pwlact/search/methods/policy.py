"""One policy for every function: it walks the function once, and its points stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.errors import require, require_finite
from pwlact.search.evaluators import Evaluator
from pwlact.search.general.place import Drawn, Walker, walker
from pwlact.search.general.refine import refine
from pwlact.search.general.weights import load_weights, shipped_weights
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement

ROUNDS, FEWER_ROUNDS, MANY = 20, 5, 31  # of draws, and the number of points from which on there are fewer
SCATTER = 0.2  # noise of further starts of the polish


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyConfig:
    """Settings of the pretrained policy."""

    draws: int = 0
    """Number of walks with noise, in rounds about the best so far; by default it walks once from either end."""
    spread: float = 0.1
    """draws: largest standard deviation of an action; an action of 1 makes a gap three times as wide."""
    polish: int = 0
    """Number of fits of a short local search afterwards."""
    weights: str | None = None
    """Weights file of `pwlact pretrain`; by default those of the package."""

    def __post_init__(self) -> None:
        require_finite("policy", self)
        require(self.draws >= 0, "draws must be zero or more", self.draws, "try 1000")
        require(0.0 < self.spread <= 1.0, "spread must be above 0 and at most 1", self.spread, "try 0.1")
        require(self.polish >= 0, "polish must be zero or more", self.polish, "try 2000")


def search(evaluator: Evaluator, config: PolicyConfig, seed: int) -> Placement:
    """Walk the function from both ends, and take the better points; with draws, the best of all walks.

    The policy was trained on random functions by `pwlact pretrain`. It goes from breakpoint to breakpoint: a piece
    that would give equal errors is widened or narrowed by what it sees ahead and behind.
    Details: `walk`, the points of the better walk without noise, and `greedy`, their J.

    Raises
    ------
    ConfigError
        If there are more points than the policy was made for.
    FileError
        If the file of weights is missing, damaged or of something else.
    """
    weights = shipped_weights() if config.weights is None else load_weights(Path(config.weights))
    size = evaluator.problem.points
    weights.check_points(size)
    if size == 0:
        return Placement(points=np.empty(0), evaluations=0)
    policy, generator = walker(evaluator, weights.layers), np.random.default_rng(seed)
    best = policy.greedy()
    side = int(best.objectives.argmin())
    details = {"greedy": float(best.objectives[side]), "walk": best.points[side].tolist()}
    for count in _rounds(config.draws, size):
        best = policy.draw(best, count, config.spread, generator)
    order = np.argsort(best.objectives, kind="stable")
    points, evaluations = best.points[order[0]], 2 + config.draws
    if config.polish:
        starts = _starts(policy, best, generator, order)
        found = refine(evaluator, starts, config.polish, seed)
        points, evaluations = found.points, evaluations + found.evaluations
    return Placement(points=points, evaluations=evaluations, details=details)


def _rounds(draws: int, size: int) -> list[int]:
    """Return the numbers of draws of the rounds: 20, or five where there are many points."""
    rounds = ROUNDS if size < MANY else FEWER_ROUNDS
    ends = [draws * k // rounds for k in range(rounds + 1)]
    return [end - start for start, end in pairwise(ends) if end > start]


def _starts(policy: Walker, best: Drawn, generator: np.random.Generator, order: NDArray[np.int64]) -> Iterator[Array]:
    """Give the better points, then the others, then those of walks with noise in all steps."""
    yield from best.points[order]
    while True:
        yield from policy.scattered(best, SCATTER, generator).points


POLICY = Method(
    name="policy",
    title="one pretrained policy for every function",
    search_reals=search,
    search_codes=search,
    config=PolicyConfig,
)
