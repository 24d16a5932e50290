"""Kernels of the mean's bound: groups against linear programs, the cheapest groups against all partitions."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from pwlact.search.mean_bound_kernels import cheapest, group_bounds


def least_absolute(y: np.ndarray, weights: np.ndarray) -> float:
    """Return the least weighted sum of absolute errors of a line, by a linear program."""
    n = y.size
    rows, one = np.stack((np.arange(n), np.ones(n)), axis=1), np.eye(n)
    found = linprog(
        np.concatenate(([0.0, 0.0], weights)),
        A_ub=np.block([[rows, -one], [-rows, -one]]),
        b_ub=np.concatenate((y, -y)),
        bounds=[(None, None)] * 2 + [(0.0, None)] * n,
    )
    return float(found.fun)


@pytest.mark.parametrize("seed", range(20))
def test_a_group_costs_no_less_than_its_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, weights = np.cumsum(rng.normal(size=24)), rng.uniform(0.1, 2.0, 24)
    edges = np.array([0, 5, 11, 18, 24])
    costs = group_bounds(y, weights, edges, np.array([2]), np.inf)
    for a, b in itertools.combinations(range(5), 2):
        part = slice(edges[a], edges[b])
        assert costs[a, b] <= least_absolute(y[part], weights[part]) * (1.0 + 1e-9) + 1e-12
    assert np.all(np.diff(costs, axis=1) >= 0.0)


def test_the_bound_of_a_convex_group_is_near_its_cost() -> None:
    y, weights = np.linspace(-1.0, 1.0, 200) ** 2, np.full(200, 1.0 / 200)
    costs = group_bounds(y, weights, np.array([0, 200]), np.empty(0, dtype=np.int64), np.inf)
    assert costs[0, 1] == pytest.approx(least_absolute(y, weights), rel=1e-2)


@pytest.mark.parametrize("groups", [1, 2, 3, 4])
def test_the_cheapest_groups_are_those_of_all_boundaries(groups: int) -> None:
    rng = np.random.default_rng(groups)
    n = 7
    costs = np.triu(np.cumsum(np.cumsum(rng.uniform(size=(n + 1, n + 1)), axis=1)[::-1], axis=0)[::-1], 1)

    def cost(cells: tuple[int, ...]) -> float:
        """Each boundary lies in a cell, which then costs nothing."""
        total = costs[0, cells[0]] + costs[cells[-1] + 1, n]
        return total + sum(costs[c + 1, d] if d > c else 0.0 for c, d in itertools.pairwise(cells))

    known = (
        costs[0, n] if groups == 1 else min(map(cost, itertools.combinations_with_replacement(range(n), groups - 1)))
    )
    assert cheapest(costs, groups) == pytest.approx(known, abs=1e-12)
