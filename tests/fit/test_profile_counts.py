"""Inputs are counted in the cells that `cells_of` names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.fit.profile import CELLS, EDGES, cells_of
from pwlact.fit.profile_counts import add_squares, count_inputs

EXTREME = [0.0, -0.0, 2.0, -2.0, 65535.9, -65535.9, 65536.0, -65536.0, np.inf, -np.inf, np.nan, 1e-45, -1e-45]


def counted(x):
    counts = np.zeros(CELLS)
    return counts, count_inputs(x, counts)


@given(st.lists(st.floats(width=32), max_size=50))
def test_counts_are_those_of_cells_of(x):
    x = np.array([*x, *EXTREME], dtype=np.float32)
    cells = cells_of(x)
    counts, beyond = counted(x)
    assert beyond == np.sum(cells < 0)
    np.testing.assert_array_equal(counts, np.bincount(cells[cells >= 0], minlength=CELLS))


def test_edges_of_cells_begin_the_cells_right_of_zero_and_end_those_left_of_it():
    edges = EDGES[1:-1].astype(np.float32)
    counts, beyond = counted(edges)
    assert beyond == 0
    middle = CELLS // 2
    np.testing.assert_array_equal(counts[:middle], [*np.ones(middle - 1), 0.0])
    np.testing.assert_array_equal(counts[middle:], np.ones(middle))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_squares_are_summed_in_the_cells_of_their_inputs(dtype):
    generator = np.random.default_rng(0)
    x = generator.normal(0.0, 3.0, (7, 11)).astype(dtype)
    slopes = generator.normal(size=(7, 11)).astype(dtype)
    sums = np.zeros(CELLS)
    add_squares(x, slopes, sums)
    cells = cells_of(x).ravel()
    expected = np.bincount(cells, weights=slopes.astype(np.float32).astype(np.float64).ravel() ** 2, minlength=CELLS)
    np.testing.assert_allclose(sums, expected, rtol=1e-12)


def test_inputs_that_are_not_contiguous_count_once_each():
    x = np.arange(24, dtype=np.float32).reshape(4, 6)[:, ::2]
    counts, _ = counted(x)
    assert counts.sum() == 12
