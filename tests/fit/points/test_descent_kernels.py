"""The compiled descent of breakpoints at noisy points."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import noisy_points

from pwlact.fit.points import points_of, squares_at
from pwlact.fit.points.move_kernels import descend, insertions


@pytest.mark.parametrize("seed", range(3))
def test_descents_never_raise_the_error_and_return_it(seed: int) -> None:
    points = points_of(*noisy_points(seed, 300, weighted=True))
    start = np.concatenate(([0.0], np.sort(np.random.default_rng(seed).uniform(0.1, 0.9, 4)), [1.0])) - points.origin
    b = start.copy()
    error = descend(points.tree, b, 1e-9, 4, 40, 1e-9)
    before, after = squares_at(points, np.stack((start, b)) + points.origin).squares
    assert error == pytest.approx(after, rel=1e-10)
    assert after <= before
    assert np.all(np.diff(b) > 0.0)


def test_smooth_data_end_where_no_breakpoint_gains() -> None:
    x = np.linspace(0.0, 1.0, 20_001)
    points = points_of(x, np.exp(2.0 * x))
    b = np.linspace(0.0, 1.0, 5) - points.origin
    error = descend(points.tree, b, 1e-9, 4, 60, 1e-12)
    rows = np.repeat(b[None] + points.origin, 6, axis=0)
    rows[np.arange(6), [1, 2, 3, 1, 2, 3]] += np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0]) * 1e-3
    assert np.all(squares_at(points, rows).squares > error)


def test_insertions_are_fits_with_one_more_breakpoint() -> None:
    points = points_of(*noisy_points(4, 100))
    b, places = np.array([0.0, 0.4, 1.0]) - points.origin, np.array([-0.2, 0.3])
    errors = np.empty(2)
    insertions(points.tree, b, places, errors)
    rows = np.stack([np.sort(np.append(b, place)) for place in places]) + points.origin
    np.testing.assert_allclose(errors, squares_at(points, rows).squares)
