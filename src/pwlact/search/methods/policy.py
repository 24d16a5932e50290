"""One policy for every function: it walks the function once, and its points stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pwlact._types import Array
from pwlact.errors import require, require_finite
from pwlact.search.evaluators import Evaluator
from pwlact.search.general.place import Walker, walker
from pwlact.search.general.refine import refine
from pwlact.search.general.weights import load_weights, shipped_weights
from pwlact.search.methods.method import Method, Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyConfig:
    """Settings of the pretrained policy."""

    draws: int = 0
    """Number of walks with noise, the best of which counts; 0 is the two walks without noise, from either end."""
    spread: float = 0.04
    """draws: largest standard deviation of the actions; an action of 1 makes a gap three times as wide."""
    polish: int = 0
    """Number of fits of a short local search afterwards."""
    weights: str | None = None
    """Weights file of `pwlact pretrain`; by default those of the package."""

    def __post_init__(self) -> None:
        require_finite("policy", self)
        require(self.draws >= 0, "draws must be zero or more", self.draws, "try 1000")
        require(0.0 < self.spread <= 1.0, "spread must be above 0 and at most 1", self.spread, "try 0.04")
        require(self.polish >= 0, "polish must be zero or more", self.polish, "try 2000")


def search(evaluator: Evaluator, config: PolicyConfig, seed: int) -> Placement:
    """Walk the function from both ends, and take the better points; with draws, the best of all walks.

    The policy was trained on random functions by `pwlact pretrain`. It goes from breakpoint to breakpoint: a piece
    that would give equal errors is widened or narrowed by what it sees ahead and behind.
    Details: `greedy`, J of the better walk without noise.

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
    points = np.concatenate((policy.walked(np.zeros((2, size))), _drawn(policy, config, generator, config.draws)))
    objectives = evaluator.objectives(points)
    order = np.argsort(objectives, kind="stable")
    best, evaluations, greedy = points[order[0]], points.shape[0], float(objectives[:2].min())
    if config.polish:
        found = refine(evaluator, _starts(policy, config, generator, points[order]), config.polish, seed)
        best, evaluations = found.points, evaluations + found.evaluations
    return Placement(points=best, evaluations=evaluations, details={"greedy": greedy})


def _drawn(policy: Walker, config: PolicyConfig, generator: np.random.Generator, count: int) -> Array:
    """Return the points (count, P) of walks with noise, whose standard deviation is drawn for each up to `spread`."""
    size = policy.evaluator.problem.points
    if count == 0:
        return np.empty((0, size))
    even = count + count % 2
    noise = config.spread * generator.random((even, 1)) * generator.standard_normal((even, size))
    return policy.walked(noise)[:count]


def _starts(policy: Walker, config: PolicyConfig, generator: np.random.Generator, points: Array) -> Iterator[Array]:
    """Give the best points first, then those of further walks with more noise."""
    yield from points[:4]
    while True:
        noise = 5.0 * config.spread * generator.standard_normal((2, points.shape[1]))
        yield from policy.walked(noise)


POLICY = Method(
    name="policy",
    title="one pretrained policy for every function",
    search_reals=search,
    search_codes=search,
    config=PolicyConfig,
)
