"""Linked least squares of noisy points: breakpoints anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from noisy import least_squares, noisy_points

from pwlact.fit.points import linked_squares, points_of, squares_at

DOCUMENTATION = Path(__file__).parents[3] / "benchmarks" / "data" / "pwlf_documentation.csv"


def test_true_lines_are_found() -> None:
    x = np.linspace(0.0, 1.0, 400)
    places, values = np.array([0.0, 0.17, 0.31, 0.55, 0.8, 1.0]), np.array([0.0, 1.0, -0.5, 0.7, 0.6, 2.0])
    found = linked_squares(points_of(x, np.interp(x, places, values)), 5, starts=0)
    np.testing.assert_allclose(found.breakpoints, places, atol=1e-6)
    assert found.squares < 1e-15


def test_values_and_sums_are_those_of_least_squares() -> None:
    x, y, w = noisy_points(1, 300, repeated=True, weighted=True)
    found = linked_squares(points_of(x, y, w), 4)
    values, squares = least_squares(x, y, w, found.breakpoints)
    np.testing.assert_allclose(found.values, values, atol=1e-9)
    assert found.squares == pytest.approx(squares, rel=1e-10)
    assert found.bound <= found.squares


def test_two_segments_are_as_good_as_any_breakpoint() -> None:
    x, y, _ = noisy_points(2, 40)
    points = points_of(x, y)
    rows = np.stack((np.zeros(999), np.linspace(0.0, 1.0, 1_001)[1:-1], np.ones(999)), axis=1)
    assert linked_squares(points, 2).squares <= squares_at(points, rows).squares.min() * (1.0 + 1e-9)


def test_three_segments_are_as_good_as_any_pair_of_a_grid() -> None:
    x, y, _ = noisy_points(3, 25)
    points, grid = points_of(x, y), np.linspace(0.0, 1.0, 101)
    i, j = np.triu_indices(99, 1)
    rows = np.stack((np.zeros(i.size), grid[i + 1], grid[j + 1], np.ones(i.size)), axis=1)
    assert linked_squares(points, 3).squares <= squares_at(points, rows).squares.min() * (1.0 + 1e-9)


def test_one_segment_is_the_line() -> None:
    x, y, w = noisy_points(4, 30, weighted=True)
    found = linked_squares(points_of(x, y, w), 1)
    assert found.squares == pytest.approx(np.polynomial.Polynomial.fit(x, y, 1, w=np.sqrt(w), full=True)[1][0][0])
    assert found.squares == pytest.approx(found.bound)


def test_steps_are_met_by_narrow_segments() -> None:
    x = np.linspace(0.0, 1.0, 200)
    found = linked_squares(points_of(x, np.floor(4.0 * x) - 4.0 * (x == 1.0)), 9)
    assert found.squares < 1e-9


@pytest.mark.parametrize(
    ("segments", "least"), [(2, 6.465631e-4), (3, 2.4382515e-4), (4, 1.925038e-4), (5, 1.759007e-4)]
)
def test_published_values_are_met(segments: int, least: float) -> None:
    x, y = np.loadtxt(DOCUMENTATION, delimiter=",", skiprows=1).T
    order = np.argsort(x, kind="stable")
    found = linked_squares(points_of(x[order], y[order]), segments)
    assert found.squares <= least * (1.0 + 1e-6)
    assert found.proven is not None


def test_breakpoints_at_points_are_left_where_the_error_falls_to_a_side() -> None:
    x = np.arange(12.0)
    y = np.where(x < 6, 0.0, 1.0) - 0.3 * (x == 6)  # a jump with a point in its middle
    assert linked_squares(points_of(x, y), 3).squares < 1e-9


def test_repeats_are_the_same() -> None:
    points = points_of(*noisy_points(5, 100)[:2])
    first, second = (linked_squares(points, 6, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first.breakpoints, second.breakpoints)


@pytest.mark.parametrize("y", [np.zeros(10), np.full(10, 1e9)])
def test_constant_data_have_constant_values(y: np.ndarray) -> None:
    found = linked_squares(points_of(np.arange(10.0), y), 3)
    np.testing.assert_allclose(found.values, y[0])
    assert np.all(np.diff(found.breakpoints) > 0.0)


def test_more_segments_than_points_leave_no_error() -> None:
    found = linked_squares(points_of(*noisy_points(6, 6)[:2]), 9)
    assert found.squares < 1e-12
    assert np.all(np.diff(found.breakpoints) > 0.0)


def test_far_positions_are_fitted_as_near_ones() -> None:
    x, y, _ = noisy_points(7, 200)
    near, far = linked_squares(points_of(x, y), 4), linked_squares(points_of(x + 1e9, y), 4)
    assert far.squares == pytest.approx(near.squares, rel=1e-3)
    assert np.all(np.diff(far.breakpoints) > 0.0)
