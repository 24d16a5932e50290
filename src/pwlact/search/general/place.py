"""What the policy places for a problem: its walks from both ends of the range, and variations of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.evaluators import Evaluator
from pwlact.search.general.network import Layers
from pwlact.search.general.tables import FLOOR, Tables, reversed_tables, stacked, tables_of
from pwlact.search.general.walk import by_network, walk
from pwlact.search.polish import moved_apart


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walker:
    """The policy at a problem: its tables from the left end and from the right end."""

    evaluator: Evaluator
    layers: Layers
    tables: Tables
    coordinate: Coordinate

    def walked(self, noise: Array) -> Array:
        """Return the points (2 n, P) in x of walks with noise (2 n, P) in their actions: n from either end.

        Points whose pieces would be too narrow are moved apart.
        """
        n, size = noise.shape
        rows = np.repeat((0, 1), n // 2)
        u = walk(self.tables, rows, np.full(n, size), by_network(self.layers, noise)).u
        u[n // 2 :] = 1.0 - u[n // 2 :, ::-1]
        return moved_apart(self.evaluator, self.coordinate.to_x(u))


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
