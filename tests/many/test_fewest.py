"""Budgets by the maximum error, against all ways to share them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from random_families import waves

from pwlact.errors import ConfigError, RunError
from pwlact.many.fewest import fewest_segments, shared_for_max
from pwlact.many.rows import rows_of
from pwlact.many.solve import solve_family

ROWS = waves(3)
TOTAL = 12


def test_each_has_the_fewest_segments_for_its_error() -> None:
    counts = fewest_segments(ROWS, 0.02, 50)
    assert np.all(solve_family(ROWS, counts).max_errors <= 0.02)
    assert np.all(solve_family(ROWS, counts - 1).lower_bounds > 0.02)
    with pytest.raises(RunError, match="with 2 segments, got more for"):
        fewest_segments(ROWS, 0.02, 2)


@pytest.mark.parametrize("weights", [[1.0, 1.0, 1.0], [1.0, 8.0, 0.1]])
def test_a_shared_budget_is_the_best_of_all(weights: list[float]) -> None:
    errors = [solve_family(ROWS, k).max_errors * weights for k in range(1, TOTAL)]
    best = min(
        max(errors[k - 1][i] for i, k in enumerate(counts))
        for counts in itertools.product(range(1, TOTAL), repeat=3)
        if sum(counts) <= TOTAL
    )
    told: list[float] = []
    counts = shared_for_max(ROWS, TOTAL, np.array(weights), told.append)
    assert counts.sum() <= TOTAL
    assert told == sorted(told, reverse=True)
    assert told[-1] == pytest.approx(best, rel=1e-5)
    assert np.max(solve_family(ROWS, counts).max_errors * weights) == pytest.approx(best, rel=1e-5)


def test_straight_functions_take_one_segment_and_small_budgets_are_refused() -> None:
    x = np.linspace(0.0, 1.0, 9)
    lines = rows_of(x, [x, 0.0 * x, 1.0 - x])
    assert shared_for_max(lines, 30, np.ones(3)).tolist() == [1, 1, 1]
    with pytest.raises(ConfigError, match="as many segments at least"):
        shared_for_max(lines, 2, np.ones(3))
