"""Least squares on codes: the best coded line and the best partition against trying all of them."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.formats import FixedPoint
from pwlact.search.codes.rounding_kernels import kernel_format
from pwlact.search.codes.squares_kernels import best_partition, coded_line, cost_table, moments, shift_starts

SLOPES = np.arange(-12, 13) / 8.0
FORMAT = FixedPoint(3, 2)
LEVELS = FORMAT.decode(FORMAT.codes())


def samples(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return random samples, x ascending."""
    generator = np.random.default_rng(seed)
    return np.sort(generator.uniform(-2.0, 2.0, n)), generator.normal(0.0, 1.5, n)


def test_prefix_sums_hold_the_moments_times_the_squared_weights() -> None:
    x, y = samples(1, 7)
    w = np.linspace(0.5, 2.0, 7)
    for weights, squared in ((np.empty(0), np.ones(7)), (w, w**2)):
        rows = np.cumsum(squared[:, None] * np.stack((x, y, x * x, x * y, y * y, np.ones(7)), axis=1), axis=0)
        assert moments(x, y, weights) == pytest.approx(np.concatenate((np.zeros((1, 6)), rows)))


@given(st.integers(0, 500), st.integers(1, 12))
def test_a_coded_line_is_the_best_of_all_codes(seed: int, n: int) -> None:
    x, y = samples(seed, n)
    cost, slope, intercept = coded_line(moments(x, y, np.empty(0)), 0, n, SLOPES, kernel_format(FORMAT))
    squares = ((SLOPES[:, None, None] * x + LEVELS[None, :, None] - y) ** 2).sum(axis=2)
    assert cost == pytest.approx(squares.min(), rel=1e-9, abs=1e-12)
    assert ((slope * x + intercept - y) ** 2).sum() == pytest.approx(cost, rel=1e-9, abs=1e-12)


@given(st.integers(0, 200), st.integers(1, 4))
def test_a_partition_is_the_best_of_all(seed: int, rows: int) -> None:
    generator = np.random.default_rng(seed)
    m = 7
    costs = np.where(np.triu(np.ones((m, m)), 1) > 0, generator.uniform(0.0, 1.0, (m, m)), np.inf)
    first, last = generator.uniform(0.0, 1.0, m), generator.uniform(0.0, 1.0, m)
    total, ends = best_partition(costs, first, last, rows)

    def cost(parts: tuple[int, ...]) -> float:
        return float(first[parts[0]] + sum(costs[a, b] for a, b in pairwise(parts)) + last[parts[-1]])

    assert total == pytest.approx(min(cost(parts) for parts in combinations(range(m), rows + 1)))
    assert total == pytest.approx(cost(tuple(ends.tolist())))


def test_a_cost_table_is_finite_above_its_diagonal_only() -> None:
    x, y = samples(2, 9)
    costs = cost_table(moments(x, y, np.empty(0)), np.array([0, 2, 5, 9]), SLOPES, kernel_format(FORMAT))
    assert np.isfinite(costs).tolist() == (np.triu(np.ones((4, 4)), 1) > 0).tolist()
    assert costs[1, 2] == coded_line(moments(x, y, np.empty(0)), 2, 5, SLOPES, kernel_format(FORMAT))[0]


def test_moved_starts_never_cost_more_and_stay_at_possible_ones() -> None:
    x, y = samples(3, 60)
    sums, format_ = moments(x, y, np.empty(0)), kernel_format(FORMAT)
    snap = np.append(np.arange(60) // 3 * 3, 60)
    starts = np.array([0, 6, 12, 60])
    moved = shift_starts(sums, starts, snap, SLOPES, format_)

    def cost(ends: np.ndarray) -> float:
        return float(sum(coded_line(sums, i, j, SLOPES, format_)[0] for i, j in pairwise(ends.tolist())))

    assert cost(moved) <= cost(starts)
    assert np.all(np.diff(moved) > 0)
    assert np.array_equal(snap[moved], moved)
    assert starts.tolist() == [0, 6, 12, 60]  # not changed in place
