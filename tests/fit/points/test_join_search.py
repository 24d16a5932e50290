"""Joins of noisy points among more and more candidates."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import noisy_points

from pwlact.fit.points import points_of, separate_squares, squares_at
from pwlact.fit.points.descent import descended
from pwlact.fit.points.join_search import joined


@pytest.mark.parametrize(("size", "whole"), [(30, True), (1_200, False)])
def test_the_best_is_no_worse_than_before_and_proofs_are_of_few_points(size: int, whole: bool) -> None:
    points = points_of(*noisy_points(3, size)[:2])
    start = descended(points, np.interp(np.linspace(0.0, 1.0, 6), np.linspace(0.0, 1.0, size), points.x))
    best, proven, all_searched = joined(points, 5, separate_squares(points, 5).boundaries[4], start)
    assert best.error <= start.error
    assert (proven is not None) == all_searched == whole


def test_proven_joins_are_no_worse_than_random_ones_between_points() -> None:
    points = points_of(*noisy_points(4, 20)[:2])
    start = descended(points, points.x[[0, 5, 10, 15, 19]])
    best, proven, _ = joined(points, 4, separate_squares(points, 4).boundaries[3], start)
    assert proven == 2
    places = np.append((points.x[:-1, None] + np.diff(points.x)[:, None] * np.arange(3) / 3).ravel(), points.x[-1])
    rng = np.random.default_rng(0)
    chosen = np.sort([rng.choice(np.arange(1, places.size - 1), 3, replace=False) for _ in range(3_000)], axis=1)
    rows = places[np.pad(chosen, ((0, 0), (1, 1)), constant_values=((0, 0), (0, places.size - 1)))]
    assert best.error <= squares_at(points, rows + points.origin).squares.min() * (1.0 + 1e-9)
