"""Cells of samples: merging them gives the least-squares line of all their samples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Array

from pwlact.search.discontinuous_kernels import first_cells, merge_pairs, prune_nodes


def line_of(level: Array, shares: Array) -> Array:
    """Return weight, mean position, mean value, slope, spread and error of the weighted least-squares line."""
    x = np.arange(level.size, dtype=np.float64)
    w = shares.sum()
    mean_x, mean_y = shares @ x / w, shares @ level / w
    spread = shares @ (x - mean_x) ** 2
    slope = shares @ ((x - mean_x) * (level - mean_y)) / spread if spread > 0.0 else 0.0
    error = shares @ (level - mean_y - slope * (x - mean_x)) ** 2
    return np.array([w, mean_x, mean_y, slope, spread, error])


@given(st.integers(2, 40), st.integers(0, 1000), st.booleans())
def test_one_cell_of_all_samples_is_their_line(n: int, seed: int, weighted: bool) -> None:
    generator = np.random.default_rng(seed)
    level, shares = generator.normal(size=n), generator.uniform(0.1, 1.0, n) if weighted else np.ones(n)
    assert first_cells(level, shares, n)[0] == pytest.approx(line_of(level, shares), rel=1e-9, abs=1e-12)


@given(st.integers(2, 65), st.integers(0, 1000))
def test_merging_pairs_up_to_one_cell_is_the_line_of_all(n: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    level, shares = generator.normal(size=n), generator.uniform(0.1, 1.0, n)
    cells = first_cells(level, shares, 1)
    while cells.shape[0] > 1:
        cells = merge_pairs(cells)
    assert cells[0] == pytest.approx(line_of(level, shares), rel=1e-9, abs=1e-12)


def test_samples_without_weight_do_not_count() -> None:
    level, shares = np.array([1.0, 50.0, 2.0, -70.0]), np.array([1.0, 0.0, 1.0, 0.0])
    assert first_cells(level, shares, 4)[0] == pytest.approx([2.0, 1.0, 1.5, 0.5, 2.0, 0.0])


def test_small_errors_beside_large_values_do_not_cancel() -> None:
    level = 1e6 + np.array([0.0, 1e-6, 0.0, 1e-6]) * 2**10
    wanted = line_of(level - 1e6, np.ones(4))[5]
    assert first_cells(level, np.ones(4), 4)[0][5] == pytest.approx(wanted, rel=1e-6)


def test_pruning_keeps_only_nodes_within_the_limit_in_order() -> None:
    before = np.array([[0.0, 9.0, 9.0], [9.0, 3.0, 9.0], [9.0, 1.0, 9.0], [9.0, 1.0, 9.0], [9.0, 9.0, 0.0]])
    after = np.zeros_like(before)
    low, high = np.array([0, 0, 4]), np.array([0, 4, 4])
    prune_nodes(before, after, 2.0, low, high)
    assert low.tolist() == [0, 2, 4]
    assert high.tolist() == [0, 3, 4]
