"""The pool of random functions that a training draws from; it changes little by little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.functions import Activation
from pwlact.rl.general.functions import INTERVAL, RandomFunction, random_function
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.evaluators import RealEvaluator
from pwlact.search.general.descent import at_kinks, descend
from pwlact.search.general.network import Layers, forward
from pwlact.search.general.tables import FLOOR, Tables, stacked, tables_of
from pwlact.search.general.walk import Act, walk
from pwlact.search.polish import moved_apart
from pwlact.search.problem import FitName, Problem


STEPS = 3  # of a descent, for each power


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Points (P,) of a local minimum of J in the coordinate, and the weight (P,) of each step towards them."""

    u: Array
    weights: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A function of the pool: what measures points of it, its coordinate, its tables and its lessons."""

    evaluator: RealEvaluator
    coordinate: Coordinate
    tables: Tables
    lessons: list[Lesson]


def entry(seed: int, index: int, layers: Layers, lessons: int) -> Entry:
    """Return the function of a seed and an index; every second one has best values, the others least squares."""
    generator = np.random.default_rng((seed, index))
    drawn = random_function(generator)
    squares = index % 2 == 0
    evaluator = _evaluator(drawn, "lstsq" if squares else "best")
    coordinate = curvature_coordinate(drawn.samples, FLOOR)
    tables = tables_of(drawn.samples, drawn.kinks, drawn.weights, squares)
    points = np.round(np.exp(generator.uniform(np.log(2.6), np.log(128.4), lessons))).astype(np.int64)
    found = [_lesson(evaluator, coordinate, tables, int(size), layers, generator) for size in points]
    return Entry(evaluator=evaluator, coordinate=coordinate, tables=tables, lessons=[each for each in found if each])


def _lesson(
    evaluator: RealEvaluator, coordinate: Coordinate, tables: Tables, size: int, layers: Layers,
    generator: np.random.Generator,
) -> Lesson | None:  # fmt: skip
    """Return the best of the minima reached from walks; None where the range is too narrow for the points."""
    walks = 2 if size > 12 else 5
    noise = np.where(np.arange(walks) < 2, 0.0, 0.25)[:, None] * generator.standard_normal((walks, size))
    blind = np.where(np.arange(walks) == 0, 0.0, 1.0)
    act: Act = lambda on, placed, state, sight: blind[on] * forward(layers, sight) + noise[on, placed]
    walked = walk(tables, np.zeros(walks, dtype=np.int64), np.full(walks, size), act).u
    found = []
    for u in walked:
        points = moved_apart(evaluator, at_kinks(evaluator, coordinate.to_x(u))[None, :])[0]
        try:
            found.append(descend(evaluator, points, STEPS))
        except np.linalg.LinAlgError:
            continue
    if not found:
        return None
    best = min(found, key=lambda descent: descent.level)
    u = coordinate.to_u(best.points)
    if not np.isfinite(best.level) or np.diff(u, prepend=0.0, append=1.0).min() <= 0.0:
        return None
    return Lesson(u=u, weights=np.ones(size))


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
    """Functions number `start` to `start` + size - 1 of a seed; number i has slot i mod size.

    Parameters
    ----------
    seed : int
        The same seed gives the same functions.
    size : int
        How many there are at a time.
    start : int
        Number of the first.
    """

    def __init__(self, seed: int, size: int, layers: Layers, lessons: int = 4, start: int = 0) -> None:
        self.seed, self.size, self.start, self.lessons = seed, size, start, lessons
        numbers = sorted(range(start, start + size), key=lambda number: number % size)
        self.entries = [entry(seed, number, layers, lessons) for number in numbers]
        self.tables = stacked([each.tables for each in self.entries])

    def renew(self, count: int, layers: Layers) -> None:
        """Replace the `count` oldest functions by new ones."""
        for _ in range(count):
            new, slot = entry(self.seed, self.start + self.size, layers, self.lessons), self.start % self.size
            self.entries[slot] = new
            for array, row in zip(self.tables, new.tables, strict=True):
                array[slot] = row[0]
            self.start += 1
