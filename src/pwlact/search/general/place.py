"""The policy at a problem: its walks from both ends of the range, and variations of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.evaluators import Evaluator
from pwlact.search.general.network import Layers
from pwlact.search.general.tables import FLOOR, Tables, reversed_tables, stacked, tables_of
from pwlact.search.general.walk import Origin, Walks, by_network, walk
from pwlact.search.general.weights import shipped_weights
from pwlact.search.polish import moved_apart

VARIED = 3.0  # steps of a walk that are varied, on average


class Drawn(NamedTuple):
    """A walk from each end: points (2, P) in x, J (2,), the noise (2, P) of the actions, and the walks."""

    points: Array
    objectives: Array
    noise: Array
    walks: Walks


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walker:
    """The policy at a problem: its tables from the left end and from the right end."""

    evaluator: Evaluator
    layers: Layers
    tables: Tables
    coordinate: Coordinate

    def greedy(self) -> Drawn:
        """Walk from both ends, without noise."""
        noise = np.zeros((2, self.evaluator.problem.points))
        return self._drawn(np.arange(2), noise, None)

    def draw(self, best: Drawn, count: int, spread: float, generator: np.random.Generator) -> Drawn:
        """Return the better of `best` and `count` walks that differ from it by noise in a few steps, for each end.

        A walk is varied in one step, an early one more often, and on average in two of those behind it. The noise is
        normal; its standard deviation is drawn evenly up to `spread`.
        """
        size = best.noise.shape[1]
        ends = np.arange(count) % 2
        first = (size * generator.random(count) ** 2).astype(np.int64)
        behind = np.arange(size) - first[:, None]
        varied = (behind == 0) | ((behind > 0) & (generator.random((count, size)) < (VARIED - 1.0) / size))
        sizes = spread * generator.random((count, 1)) * varied
        noise = best.noise[ends] + sizes * generator.standard_normal((count, size))
        drawn = self._drawn(ends, noise, Origin(best.walks, ends, first))
        return _better(best, drawn, ends)

    def scattered(self, best: Drawn, spread: float, generator: np.random.Generator) -> Drawn:
        """Walk from both ends with noise of a standard deviation in all steps."""
        return self._drawn(np.arange(2), spread * generator.standard_normal(best.noise.shape), None)

    def _drawn(self, ends: NDArray[np.int64], noise: Array, origin: Origin | None) -> Drawn:
        points = np.full(ends.size, noise.shape[1])
        walks = walk(self.tables, ends, points, by_network(self.layers, noise), origin)
        u = np.where(ends[:, None] == 0, walks.u, 1.0 - walks.u[:, ::-1])
        x = moved_apart(self.evaluator, self.coordinate.to_x(u))
        return Drawn(x, self.evaluator.objectives(x), noise, walks)


def _better(best: Drawn, drawn: Drawn, ends: NDArray[np.int64]) -> Drawn:
    """Return for each end the better of the best walk and those drawn."""

    def chosen(one: Array, many: Array) -> Array:
        return np.asarray(np.concatenate((one, many))[which])

    objectives, sides = np.concatenate((best.objectives, drawn.objectives)), np.concatenate(([0, 1], ends))
    which = np.array([int(np.where(sides == end, objectives, np.inf).argmin()) for end in (0, 1)])
    return Drawn(
        chosen(best.points, drawn.points),
        objectives[which],
        chosen(best.noise, drawn.noise),
        best.walks._replace(
            u=chosen(best.walks.u, drawn.walks.u), states=chosen(best.walks.states, drawn.walks.states)
        ),
    )


def walker(evaluator: Evaluator, layers: Layers) -> Walker:
    """Tabulate a problem's function for the policy."""
    problem, samples = evaluator.problem, evaluator.samples
    kinks = problem.activation.kinks_inside(*problem.interval)
    left = tables_of(samples, kinks, evaluator.weights, problem.fit == "lstsq")
    return Walker(
        evaluator=evaluator,
        layers=layers,
        tables=stacked([left, reversed_tables(left)]),
        coordinate=curvature_coordinate(samples, FLOOR),
    )


def policy_points(evaluator: Evaluator) -> Array | None:
    """Return the points (P,) of the better walk of the package's policy; None where it was made for fewer points."""
    weights, size = shipped_weights(), evaluator.problem.points
    if not 1 <= size <= weights.max_points:
        return None
    greedy = walker(evaluator, weights.layers).greedy()
    return np.asarray(greedy.points[int(greedy.objectives.argmin())])
