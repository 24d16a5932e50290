"""Least squares of noisy points at given breakpoints, against the design matrix."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import least_squares, noisy_points
from oracles import hat_matrix

from pwlact.fit.points import points_of, squares_at


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("size", [12, 500])
def test_values_are_those_of_the_design_matrix(size: int, weighted: bool, repeated: bool) -> None:
    x, y, w = noisy_points(1, size, repeated=repeated, weighted=weighted)
    rows = np.array([[0.0, 0.35, 0.7, 1.0], [0.0, 0.21, 0.52, 1.0]])
    found = squares_at(points_of(x, y, w), rows)
    for row, values, squares in zip(rows, *found, strict=True):
        wanted, least = least_squares(x, y, w, row)
        np.testing.assert_allclose(values, wanted, rtol=0.0, atol=1e-10)
        assert squares == pytest.approx(least, rel=1e-11)


def test_offsets_of_a_billion_lose_no_digits() -> None:
    x, y, w = noisy_points(2, 400)
    far = x + 1e9
    rows = np.array([[0.0, 0.35, 0.7, 1.0]])
    found = squares_at(points_of(far, y), rows + 1e9)
    _, least = least_squares(far - 1e9, y, w, (rows + 1e9 - 1e9)[0])
    assert found.squares[0] == pytest.approx(least, rel=1e-10)
    np.testing.assert_allclose(squares_at(points_of(x, y + 1e9), rows).squares, least, rtol=1e-6)


def test_exact_lines_have_no_error() -> None:
    x = np.linspace(0.0, 1.0, 1_000)
    row = np.array([0.0, 0.3, 0.6, 1.0])
    y = np.interp(x, row, [1.0, -2.0, 3.0, 0.5])
    found = squares_at(points_of(x, y), row[None])
    assert found.squares[0] < 1e-24
    np.testing.assert_allclose(found.values[0], [1.0, -2.0, 3.0, 0.5], atol=1e-11)


def test_breakpoints_without_points_between_them_follow_the_data() -> None:
    x, y = np.array([0.0, 0.1, 0.2, 0.8, 0.9, 1.0]), np.array([0.0, 0.1, 0.2, 0.8, 0.9, 1.0])
    row = np.array([0.0, 0.3, 0.4, 0.5, 0.6, 1.0])
    found = squares_at(points_of(x, y), row[None])
    np.testing.assert_allclose(found.values[0], row, atol=1e-6)
    assert found.squares[0] < 1e-12


def test_points_outside_the_breakpoints_count_with_the_outer_pieces() -> None:
    x, y, _ = noisy_points(3, 50)
    row = np.array([0.2, 0.5, 0.8])
    found = squares_at(points_of(x, y), row[None])
    wide = np.array([0.0, 0.5, 1.0])
    assert found.squares[0] == pytest.approx(squares_at(points_of(x, y), wide[None]).squares[0], rel=1e-11)
    np.testing.assert_allclose(np.interp(row, wide, squares_at(points_of(x, y), wide[None]).values[0]), found.values[0])


def test_weight_all_in_one_place_leaves_finite_values() -> None:
    x, y, _ = noisy_points(4, 30)
    w = np.full(30, 1e-12)
    w[7] = 1e12
    row = np.array([0.0, 0.5, 1.0])
    found = squares_at(points_of(x, y, w), row[None])
    assert np.isfinite(found.values).all()
    assert (hat_matrix(x, row) @ found.values[0])[7] == pytest.approx(y[7], abs=1e-9)
