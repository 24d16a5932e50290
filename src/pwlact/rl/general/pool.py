"""The pool of random functions that a training draws from; it changes little by little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.functions import Activation
from pwlact.rl.general.functions import INTERVAL, RandomFunction, random_function
from pwlact.rl.general.lessons import lesson
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.general.network import Layers
from pwlact.search.general.tables import FLOOR, Tables, stacked, tables_of
from pwlact.search.problem import FitName, Problem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A function of the pool: what measures points of it, its coordinate and its tables."""

    evaluator: RealEvaluator
    coordinate: Coordinate
    tables: Tables


def entry(seed: int, number: int) -> Entry:
    """Return function `number` of a seed; every second one has best values, the others least squares."""
    drawn = random_function(np.random.default_rng((seed, number)))
    squares = number % 2 == 0
    return Entry(
        evaluator=_evaluator(drawn, "lstsq" if squares else "best"),
        coordinate=curvature_coordinate(drawn.samples, FLOOR),
        tables=tables_of(drawn.samples, drawn.kinks, drawn.weights, squares),
    )


def _evaluator(drawn: RandomFunction, fit: FitName) -> RealEvaluator:
    def value(x: Array) -> Array:
        return np.interp(x, drawn.samples.x, drawn.samples.y)

    activation = Activation(
        name="random", label="random", formula="random(x)", f=value, df=value, d2f=value, kinks=drawn.kinks,
        interval=INTERVAL, source="random",
    )  # fmt: skip
    problem = Problem(activation=activation, interval=INTERVAL, segments=2, fit=fit)
    return RealEvaluator(problem=problem, samples=drawn.samples, weights=drawn.weights)


class Pool:
    """Functions number `start` to `start` + size - 1 of a seed, with lessons; number i has slot i mod size.

    Parameters
    ----------
    seed : int
        The same seed gives the same functions.
    size : int
        How many there are at a time, an even number.
    each : int
        Lessons of a function.
    """

    def __init__(self, seed: int, size: int, each: int) -> None:
        self.seed, self.size, self.each, self.start = seed, size, each, 0
        self.lessons: dict[int, list[Array]] = {}
        self.entries: list[Entry] = []
        self.tables: Tables

    def fill(self, start: int, lessons: dict[int, list[Array]] | None, layers: Layers) -> None:
        """Make all functions, from number `start` on; their lessons too, unless they are given."""
        self.start = start
        numbers = sorted(range(start, start + self.size), key=lambda number: number % self.size)
        self.entries = [entry(self.seed, number) for number in numbers]
        self.tables = stacked([each.tables for each in self.entries])
        self.lessons = {number: self._taught(number, layers) for number in numbers} if lessons is None else lessons

    def renew(self, count: int, layers: Layers) -> None:
        """Replace the `count` oldest functions by new ones."""
        for _ in range(count):
            number, slot = self.start + self.size, self.start % self.size
            self.entries[slot] = entry(self.seed, number)
            arrays: tuple[NDArray[Any], ...] = self.tables
            rows: tuple[NDArray[Any], ...] = self.entries[slot].tables
            for array, row in zip(arrays, rows, strict=True):
                array[slot] = row[0]
            del self.lessons[self.start]
            self.lessons[number] = self._taught(number, layers)
            self.start += 1

    def _taught(self, number: int, layers: Layers) -> list[Array]:
        taught, generator = self.entries[number % self.size], np.random.default_rng((self.seed, number, 1))
        made = (lesson(taught.evaluator, taught.coordinate, taught.tables, layers, generator) for _ in range(self.each))
        return [points for points in made if points is not None]

    def drawn(
        self, generator: np.random.Generator, count: int, best_only: bool
    ) -> tuple[NDArray[np.int64], list[Array]]:
        """Return `count` random lessons, or all: the slots of their functions, and their points in the coordinate."""
        numbers = [number for number in sorted(self.lessons) if number % 2 or not best_only]
        pairs = [(number % self.size, points) for number in numbers for points in self.lessons[number]]
        chosen = generator.choice(len(pairs), min(count, len(pairs)), replace=False)
        return np.array([pairs[i][0] for i in chosen]), [pairs[i][1] for i in chosen]
