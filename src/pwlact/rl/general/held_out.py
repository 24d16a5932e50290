"""Functions that are not trained on, by which a pretraining is measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pwlact._types import Array
from pwlact.rl.general.lessons import lesson
from pwlact.rl.general.pool import Entry, entry
from pwlact.rl.general.update import first_layers
from pwlact.search.general.network import Layers
from pwlact.search.general.tables import Tables, stacked
from pwlact.search.general.walk import by_network, walk

EACH = 3  # lessons of a function
FIRST = 1_000_000_000  # number of the first function: far beyond those of a training


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """Functions with lessons: for each lesson the function's row, the points, and the J that they reach."""

    entries: list[Entry]
    tables: Tables
    rows: list[int]
    points: list[int]
    objectives: list[float]

    def gap(self, layers: Layers) -> float:
        """Return the median gap in J of greedy walks to the lessons."""
        rows, points = np.array(self.rows), np.array(self.points)
        walked = walk(self.tables, rows, points, by_network(layers, np.zeros((rows.size, int(points.max())))))
        reached = [_objective(self.entries[row], u[:size]) for row, size, u in zip(rows, points, walked.u, strict=True)]
        return float(np.median(np.array(reached) / np.array(self.objectives) - 1.0))


def make(seed: int, count: int) -> HeldOut:
    """Draw `count` functions and their lessons."""
    entries = [entry(seed, FIRST + number) for number in range(count)]
    rows, points, objectives = list[int](), list[int](), list[float]()
    for row, each in enumerate(entries):
        generator = np.random.default_rng((seed, row, 3))
        for _ in range(EACH):
            u = lesson(each.evaluator, each.coordinate, each.tables, first_layers(8, 0), generator)
            if u is not None:
                rows.append(row)
                points.append(u.size)
                objectives.append(_objective(each, u))
    tables = stacked([each.tables for each in entries])
    return HeldOut(entries=entries, tables=tables, rows=rows, points=points, objectives=objectives)


def _objective(each: Entry, u: Array) -> float:
    return float(each.evaluator.objectives(each.coordinate.to_x(u)[None, :])[0])
