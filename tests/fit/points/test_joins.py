"""Joins among candidates: beside all sets of candidates, each solved by a library."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noisy import least_squares, noisy_points

from pwlact.fit.points import points_of
from pwlact.fit.points.joins import best_joins

BUDGET = 10**6


def least_of_all(x: np.ndarray, y: np.ndarray, w: np.ndarray, places: np.ndarray, segments: int) -> float:
    """Return the least sum of squared errors over all sets of joins."""
    inner = itertools.combinations(places[1:-1], segments - 1)
    return min(least_squares(x, y, w, np.concatenate(([x[0]], joins, [x[-1]])))[1] for joins in inner)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), segments=st.integers(1, 4), gaps=st.integers(0, 1), weighted=st.booleans())
def test_no_set_of_candidates_is_better(seed: int, segments: int, gaps: int, weighted: bool) -> None:
    x, y, w = noisy_points(seed, 8, weighted=weighted)
    points = points_of(x, y, w if weighted else None)
    places = np.unique(np.concatenate((points.x, 0.5 * (points.x[1:] + points.x[:-1]) if gaps else [])))
    found = best_joins(points, places, segments, np.inf, BUDGET)
    assert found.exact
    weight = w if weighted else np.ones(x.size)
    best = least_squares(x, y, weight, found.breakpoints[0] + points.origin)[1]
    assert best == pytest.approx(
        least_of_all(x, y, weight, places + points.origin, segments),
        rel=1e-8,
        abs=1e-12 * float(np.sum(weight * y * y)),
    )


def test_a_limit_leaves_out_what_is_worse() -> None:
    points = points_of(*noisy_points(1, 30)[:2])
    best = best_joins(points, points.x, 4, np.inf, BUDGET)
    least = least_squares(points.x, points.y, points.w, best.breakpoints[0])[1]
    within = best_joins(points, points.x, 4, least * (1.0 + 1e-9), BUDGET)
    np.testing.assert_array_equal(within.breakpoints[0], best.breakpoints[0])
    assert within.tried < best.tried
    none = best_joins(points, points.x, 4, least * (1.0 - 1e-9), BUDGET)
    assert none.exact
    assert none.breakpoints.shape == (0, 5)


def test_too_little_work_proves_nothing() -> None:
    points = points_of(*noisy_points(2, 40)[:2])
    assert not best_joins(points, points.x, 5, np.inf, 100).exact


def test_jumps_take_two_joins_without_points_between() -> None:
    x = np.arange(12.0)
    points = points_of(x, np.where(x < 6, 1.0 + x, -2.0 * x))
    found = best_joins(points, points.x, 3, np.inf, BUDGET)
    np.testing.assert_allclose(found.breakpoints[0] + points.origin, [0, 5, 6, 11])
