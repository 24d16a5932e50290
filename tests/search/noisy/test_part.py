"""The part of noisy data within a range."""

from __future__ import annotations

import numpy as np
from noisy_problems import noisy_problem, true_segments

from pwlact.search.noisy.part import data_in_range


def test_both_ends_of_the_range_are_in_and_weights_follow() -> None:
    x, y, weight = np.array([0.0, 1.0, 1.0, 2.0, 3.0]), np.arange(5.0), np.arange(1.0, 6.0)
    part = data_in_range(noisy_problem(x, y, weight, segments=1, interval=(1.0, 2.0)))
    np.testing.assert_array_equal(part, ([1, 1, 2], [1, 2, 3], [2, 3, 4]))
    assert part.total == 9.0
    np.testing.assert_array_equal(part.between(slice(2, 3)), ([2], [3], [4]))


def test_without_weights_each_point_counts_once() -> None:
    part = data_in_range(noisy_problem(*true_segments(20)))
    assert (part.weight, part.total, part.between(slice(0, 5)).total) == (None, 20.0, 5.0)
