"""Breakpoints of noisy points under conditions."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import noisy_points

from pwlact.errors import ConfigError
from pwlact.fit.points import (
    Conditions,
    constrained_linked,
    constrained_squares_at,
    linked_minimax,
    linked_squares,
    points_of,
)


@pytest.mark.parametrize("minimax", [False, True])
def test_conditions_hold_and_cost_something(minimax: bool) -> None:
    points = points_of(*noisy_points(1, 100)[:2])
    found = constrained_linked(points, 3, Conditions(direction=-1, through=((0.5, 0.1),)), minimax=minimax)
    assert np.all(np.diff(found.values) <= 0.0)
    assert np.interp(0.5, found.breakpoints, found.values) == pytest.approx(0.1, abs=1e-9)
    free = linked_minimax(points, 3).max_error if minimax else linked_squares(points, 3).squares
    assert found.error > free


def test_two_segments_are_as_good_as_any_breakpoint() -> None:
    points, conditions = points_of(*noisy_points(2, 60)[:2]), Conditions(non_negative=True, last=0.0)
    rows = np.stack((np.zeros(199), np.linspace(0.0, 1.0, 201)[1:-1], np.ones(199)), axis=1)
    least = constrained_squares_at(points, rows, conditions).squares.min()
    assert constrained_linked(points, 2, conditions).error <= least * (1.0 + 1e-4)


def test_conditions_that_hold_anyway_cost_nothing() -> None:
    points = points_of(*noisy_points(3, 60)[:2])
    found = constrained_linked(points, 3, Conditions(through=()))
    assert found.error == pytest.approx(linked_squares(points, 3).squares, rel=1e-6)


def test_contradictions_are_refused() -> None:
    with pytest.raises(ConfigError, match="must leave an approximation"):
        constrained_linked(points_of(*noisy_points(4, 40)[:2]), 2, Conditions(last=-1.0, non_negative=True))
