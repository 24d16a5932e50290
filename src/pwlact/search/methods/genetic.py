"""Genetic search for breakpoints, as GQA-LUT does (Dong et al., DAC 2024)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.errors import require
from pwlact.search.evaluators import Evaluator
from pwlact.search.methods.draws import grid_points, uniform_points
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement
from pwlact.search.polish import min_width, moved_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneticConfig:
    """Settings of the genetic search."""

    population: int = 200
    """Number of sets of points in a generation."""
    generations: int = 500
    """Number of generations."""
    tournament: int = 3
    """Number of sets drawn at random, of which the best is a parent."""
    crossover: float = 0.7
    """Chance that a set has two parents."""
    mutation: float = 0.3
    """Chance that a point moves."""
    move: float = 0.15
    """Standard deviation of a move at first, as a share of the range; it shrinks to a thousandth."""
    elite: int = 4
    """Number of the best sets that are kept unchanged."""
    bits: int | None = None
    """Round the points to multiples of 2^-bits; by default they are not rounded."""

    def __post_init__(self) -> None:
        elite = 0 < self.elite < self.population
        require(elite, "elite must be from 1 to below the population", self.elite, "try 4 of 200")
        require(self.generations >= 1, "generations must be at least 1", self.generations, "try 500")
        require(self.tournament >= 1, "tournament must be at least 1", self.tournament, "try 3")
        require(0.0 <= self.crossover <= 1.0, "crossover must be from 0 to 1", self.crossover, "try 0.7")
        require(0.0 <= self.mutation <= 1.0, "mutation must be from 0 to 1", self.mutation, "try 0.3")
        require(0.0 < self.move <= 1.0, "move must be above 0 and at most 1", self.move, "try 0.15")
        bits = self.bits is None or -32 <= self.bits <= 32
        require(bits, "bits must be from -32 to 32", self.bits, "try 8")


def search(evaluator: Evaluator, config: GeneticConfig, seed: int) -> Placement:
    """Evolve sets of points: the best are kept, the others are crossed and mutated children of tournament winners.

    Source: Dong et al., "Genetic Quantization-Aware Approximation for Non-Linear Operations in Transformers",
    arXiv 2403.19591; the shrinking moves are ours.

    Raises
    ------
    ConfigError
        If the range is too narrow for the points rounded to that number of bits.
    """
    generator = np.random.default_rng(seed)
    if config.bits is None:
        sets = uniform_points(evaluator, generator, config.population)
    else:
        sets = grid_points(evaluator, generator, config.population, 2.0**-config.bits)
    objectives = evaluator.objectives(sets)
    children = config.population - config.elite
    generations = config.generations if evaluator.problem.points else 0
    for k in range(generations):
        order = np.argsort(objectives, kind="stable")
        sets, objectives = sets[order], objectives[order]
        bred = _bred(evaluator, sets, config, generator, 1e-3 ** (k / config.generations))
        sets[config.elite :], objectives[config.elite :] = bred, evaluator.objectives(bred)
    return Placement(points=sets[int(objectives.argmin())], evaluations=config.population + generations * children)


def _bred(
    evaluator: Evaluator, sets: Array, config: GeneticConfig, generator: np.random.Generator, heat: float
) -> Array:
    """Return children (population - elite, P) of sets in ascending order of the objective."""
    low, high = evaluator.problem.interval
    count, size = config.population - config.elite, sets.shape[1]
    # In this order the winner of a tournament has the least index.
    first, second = generator.integers(config.population, size=(2, count, config.tournament)).min(axis=2)
    crossed = generator.random((count, 1)) < config.crossover
    children = np.where(crossed & (generator.random((count, size)) < 0.5), sets[second], sets[first])
    moves = generator.normal(0.0, config.move * (high - low) * heat, (count, size))
    children += np.where(generator.random((count, size)) < config.mutation, moves, 0.0)
    return _settled(evaluator, children, config.bits)


def _settled(evaluator: Evaluator, points: Array, bits: int | None) -> Array:
    """Return points in order and inside the range; rounded ones may coincide, which the evaluator rejects."""
    if bits is None:
        return moved_apart(evaluator, points)
    (low, high), width, grid = evaluator.problem.interval, min_width(evaluator), 2.0**-bits
    first, last = np.ceil((low + width) / grid), np.floor((high - width) / grid)
    return np.asarray(np.sort(np.clip(np.round(points / grid), first, last), axis=1) * grid)


GENETIC = Method(
    name="genetic",
    title="genetic search, as GQA-LUT",
    search_reals=search,
    search_codes=search,
    config=GeneticConfig,
    search_own=search,
)
