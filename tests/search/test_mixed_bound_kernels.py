"""The bound of a line between walls, beside linear programming; sums; the cheapest groups beside all of them."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from numba import njit
from scipy.optimize import linprog

from pwlact._types import Array
from pwlact.search.mixed_bound_kernels import BLOCKS, backward, forward, line_bound, prefix_sums


@njit
def bound_of(sums: Array, walls: Array, first: int, last: int) -> float:
    return line_bound(sums, walls, first, last, np.empty((8, BLOCKS)))


def best_line(y: Array, weights: Array, walls: Array) -> float:
    n = y.size
    one, rows = np.eye(n), np.stack((np.arange(n) - 0.5 * n, np.ones(n)), axis=1)
    zero = np.zeros((n, n))
    found = linprog(
        np.concatenate(([0.0, 0.0], weights)),
        A_ub=np.block([[rows, -one], [-rows, -one], [rows, zero], [-rows, zero]]),
        b_ub=np.concatenate((y, -y, walls[:, 1], -walls[:, 0])),
        bounds=[(None, None)] * 2 + [(0.0, None)] * n,
    )
    return float(found.fun) if found.status == 0 else math.inf


@pytest.mark.parametrize("n", [3, 4, 9, 31, 90])
@pytest.mark.parametrize("width", [0.3, 1.0, 5.0])
def test_a_line_costs_at_least_its_bound(n: int, width: float) -> None:
    rng = np.random.default_rng(n)
    for k in range(12):
        x = np.linspace(0.0, 3.0, n)
        y = (np.exp(-x), np.sin(2.0 * x), np.abs(x - 1.0), np.cumsum(rng.normal(0.0, 0.2, n)))[k % 4] + rng.normal()
        weights = rng.uniform(0.0, 1.0, n) if k % 3 else np.ones(n)
        spread = width * (0.2 + rng.uniform(0.0, 0.3, n))
        walls = np.stack((y - spread, y + spread), axis=1)
        bound, best = bound_of(prefix_sums(y, weights), walls, 0, n), best_line(y, weights, walls)
        assert bound <= best * (1.0 + 1e-7) + 1e-12  # the reference is accurate to 1e-7
        if n <= BLOCKS:
            assert bound >= best * (1.0 - 2e-3) or math.isinf(best)


def test_a_stretch_of_many_samples_has_the_bound_of_its_blocks() -> None:
    x = np.linspace(-1.0, 1.0, 1601)
    y, weights = x**2, np.full(x.size, 1.0 / x.size)
    sums = prefix_sums(y, weights)
    free = bound_of(sums, np.stack((y - 9.0, y + 9.0), axis=1), 0, x.size)
    lowest = float(np.mean(np.abs(y - 0.25)))  # with zeros at +-1/2
    assert 0.98 * lowest < free <= lowest * (1.0 + 1e-12)
    tight = bound_of(sums, np.stack((y - 0.501, y + 0.501), axis=1), 0, x.size)
    assert 0.98 * 0.3042 < tight < 0.3056  # of the minimax line, nearly
    assert math.isinf(bound_of(sums, np.stack((y - 0.49, y + 0.49), axis=1), 0, x.size))


def test_sums_keep_their_low_parts() -> None:
    rng = np.random.default_rng(1)
    y, weights = rng.normal(0.0, 1.0, 3000) + 1e6, rng.uniform(0.0, 1.0, 3000)
    sums = prefix_sums(y, weights)
    for a, b in ((0, 3000), (2990, 2993), (17, 18)):
        for column, values in enumerate((weights, weights * np.arange(3000), weights * y)):
            found = sums[b, column] - sums[a, column] + sums[b, column + 3] - sums[a, column + 3]
            assert found == pytest.approx(math.fsum(values[a:b]), rel=4e-15)


def test_the_cheapest_path_is_that_of_all_groups() -> None:
    x = np.linspace(-2.0, 2.0, 12)
    y, weights = np.tanh(2.0 * x), np.full(12, 1.0 / 12.0)
    sums, walls = prefix_sums(y, weights), np.stack((y - 0.3, y + 0.3), axis=1)
    positions = np.arange(13)
    held = np.concatenate(([[0, 0]], np.stack((positions, positions), axis=1), [[12, 12]], [[12, 12]]))
    held = np.insert(held, 14, np.stack((positions, positions), axis=1), axis=0)[:-1]
    offsets = np.array([0, 1, 14, 27, 28])
    before, after, choice = np.empty(28), np.empty(28), np.zeros(28, dtype=np.int64)
    lines = np.full(13 + 169 + 13, np.nan)
    least = forward(sums, walls, held, offsets, np.inf, before, choice, lines)
    paths = [
        sum(bound_of(sums, walls, a, b) for a, b in itertools.pairwise((0, *inner, 12)))
        for inner in itertools.combinations_with_replacement(range(13), 2)
    ]
    assert least == pytest.approx(min(paths), rel=1e-12)
    backward(sums, walls, held, offsets, np.inf, before, lines, after)
    through = before + after
    for c in range(1, 27):
        k, at = int(c >= 14), held[c, 0]
        own = [
            path
            for path, inner in zip(paths, itertools.combinations_with_replacement(range(13), 2), strict=True)
            if inner[k] == at
        ]
        assert through[c] == pytest.approx(min(own), rel=1e-12)
