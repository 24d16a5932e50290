"""Lessons: minima of J, and walks that follow them."""

from __future__ import annotations

import numpy as np
import pytest
from search.general.policies import random_layers

from pwlact.rl.general.lessons import MAX_POINTS, MIN_POINTS, lesson, page
from pwlact.rl.general.pool import entry


@pytest.mark.parametrize("number", [0, 1])
def test_a_lesson_is_better_than_equal_curvature(number: int) -> None:
    taught = entry(4, number)
    u = lesson(taught.evaluator, taught.coordinate, taught.tables, random_layers(), np.random.default_rng(0))
    assert u is not None
    assert MIN_POINTS <= u.size <= MAX_POINTS
    assert np.all(np.diff(u, prepend=0.0, append=1.0) > 0)
    equal = np.arange(1, u.size + 1) / (u.size + 1)
    ours, theirs = taught.evaluator.objectives(taught.coordinate.to_x(np.stack((u, equal))))
    assert ours < theirs


def test_a_page_teaches_the_way_to_the_lesson() -> None:
    taught = entry(4, 0)
    u = np.array([0.2, 0.45, 0.7])
    seen, actions, weights = page(taught.tables, np.zeros(1, dtype=np.int64), [u], 0.0, np.random.default_rng(0))
    assert seen.shape[0] == actions.size == weights.size <= 6
    half = actions.size // 2
    assert np.array_equal(seen[:half], seen[half:])  # without noise both walks are the same
    assert np.array_equal(actions[:half], actions[half:])
    assert weights == pytest.approx(np.full(actions.size, 1 / 3))
