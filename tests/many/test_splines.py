"""Splines through rows: the grid of square errors and its weights."""

from __future__ import annotations

import numpy as np
import pytest
from random_families import waves

from pwlact.many.rows import rows_of
from pwlact.many.splines import curves_of, grid_size, spline_at, splines_of


def test_the_grid_holds_the_samples_and_ends_with_the_range() -> None:
    rows = waves(2)
    found = splines_of(rows, 8)
    assert found.samples[:, :: (found.samples.shape[1] - 1) // 64] == pytest.approx(rows.y, abs=1e-12)
    assert found.step * (found.samples.shape[1] - 1) == pytest.approx(6.0)
    assert spline_at(rows, rows.x) == pytest.approx(rows.y, abs=1e-12)


def test_weights_are_the_trapezoid_rule_times_the_density() -> None:
    rows = waves(2)
    plain = splines_of(rows, 8).weights
    assert plain.shape[0] == 1
    assert plain.sum() == pytest.approx(1.0)
    assert plain[0, 0] == pytest.approx(0.5 * plain[0, 1])
    dense = splines_of(rows_of(rows.x, rows.y, density=[[1.0, 3.0], [1.0, 0.0]]), 8).weights
    half = dense.shape[1] // 2
    assert dense.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert dense[:, :half].sum(axis=1) == pytest.approx([0.25, 1.0], abs=2e-3)


def test_narrow_cells_and_many_segments_make_a_finer_grid() -> None:
    even, uneven = np.linspace(0.0, 1.0, 64), np.concatenate(([0.0, 1e-4], np.linspace(0.1, 1.0, 62)))
    assert grid_size(even, 8) >= 1001
    assert grid_size(uneven, 8) > 4000
    assert grid_size(even, 200) > 6000


def test_even_steps_are_told_from_others() -> None:
    rows = waves(1)
    assert curves_of(rows)[1]
    assert curves_of(rows_of(rows.x + 0.01 * np.sin(rows.x), rows.y))[0].size == 4097  # even ones in their place
    assert not curves_of(rows_of(rows.x**9, rows.y))[1]
