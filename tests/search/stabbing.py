"""Linked lines through walls at samples by brute force: every partition, every order at corners, a linear program."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linprog

from pwlact.fit.walls import Walls


def smallest_by_force(walls: Walls, segments: int, last: float | None = None) -> float:
    """Return the least eps for which linked lines pass the walls; infinite where none do.

    A line holds a group of neighbouring samples. Two neighbouring lines cross between their groups, from either side,
    or a line without samples joins them.
    """
    n, best = walls.x.size, np.inf
    for groups in range(1, segments + 1):
        for cuts in itertools.combinations(range(1, n), groups - 1):
            for joints in itertools.product((1, -1, 0), repeat=groups - 1):
                if groups + joints.count(0) <= segments:
                    best = min(best, _least(walls, (0, *cuts, n), joints, last))
    return best


def _least(walls: Walls, cuts: tuple[int, ...], joints: tuple[int, ...], last: float | None) -> float:
    rows, limits, equal = [], [], []
    groups = len(joints) + 1
    size = 2 * groups + 1  # slope and value at x = 0 of each line, then eps

    def line(k: int, x: float) -> np.ndarray:
        row = np.zeros(size)
        row[2 * k], row[2 * k + 1] = x, 1.0
        return row

    for k, (start, stop) in enumerate(itertools.pairwise(cuts)):
        for i in range(start, stop):
            at = line(k, walls.x[i])
            moving = np.append(np.zeros(size - 1), walls.radius[i])
            rows += [at - moving, -at - moving]
            limits += [walls.y[i], -walls.y[i]]
            for sign, limit in ((1.0, walls.ceiling[i]), (-1.0, walls.floor[i])):
                if np.isfinite(limit):
                    rows.append(sign * at)
                    limits.append(sign * limit)
    for k, side in enumerate(joints):
        left, right = walls.x[cuts[k + 1] - 1], walls.x[cuts[k + 1]]
        if side:
            rows += [side * (line(k, left) - line(k + 1, left)), side * (line(k + 1, right) - line(k, right))]
            limits += [0.0, 0.0]
        elif walls.direction:
            rows.append(walls.direction * (line(k, left) - line(k + 1, right)))
            limits.append(0.0)
    if walls.direction:
        rows += [-walls.direction * (line(k, 1.0) - line(k, 0.0)) for k in range(groups)]
        limits += [0.0] * groups
    if last is not None:
        equal = [(line(groups - 1, 1.0), last), (line(groups - 1, 0.0), last)]
    found = linprog(
        np.append(np.zeros(size - 1), 1.0),
        A_ub=np.array(rows),
        b_ub=limits,
        A_eq=np.array([row for row, _ in equal]) if equal else None,
        b_eq=[value for _, value in equal] if equal else None,
        bounds=[*[(None, None)] * (size - 1), (0.0, None)],
    )
    return float(found.x[-1]) if found.success else np.inf


def random_walls(rng: np.random.Generator, n: int, kind: str) -> tuple[Walls, float | None]:
    """Return random walls, with a constraint of a kind, and the constant of the last piece."""
    x = np.cumsum(rng.uniform(0.2, 1.0, n))
    y = np.cumsum(rng.normal(0.0, 1.0, n))
    radius, floor, ceiling = rng.uniform(0.3, 3.0, n), np.full(n, -np.inf), np.full(n, np.inf)
    direction, last = 0, None
    if kind == "through":
        for i in rng.choice(n, 2, replace=False):
            floor[i] = ceiling[i] = y[i] + rng.normal(0.0, 0.3)
    if kind == "non-negative":
        floor[:] = 0.0
    if kind in ("rising", "falling"):
        direction = 1 if kind == "rising" else -1
        y = direction * np.sort(y)
    if kind == "last":
        last = float(y[-1] + rng.normal(0.0, 0.5))
    walls = Walls(x=x, y=y, radius=radius, floor=floor, ceiling=ceiling, slack=np.full(n, 1e-15), direction=direction)
    return walls, last


KINDS = ("free", "through", "non-negative", "rising", "falling", "last")


def problems(count: int) -> Iterator[tuple[int, str]]:
    """Yield seeds and kinds of random problems."""
    for seed in range(count):
        yield seed, KINDS[seed % len(KINDS)]
