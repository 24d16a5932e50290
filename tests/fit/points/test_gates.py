"""Gates of noisy points."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import noisy_points

from pwlact.fit.points import points_of
from pwlact.fit.points.gates import gates_of


@pytest.mark.parametrize("weighted", [False, True])
def test_gates_of_one_position_cross_below_the_least_error(weighted: bool) -> None:
    gates = gates_of(points_of(*noisy_points(1, 60, repeated=True, weighted=weighted)))
    for eps, open_ in ((gates.least * (1.0 + 1e-9), True), (gates.least * (1.0 - 1e-9), False)):
        low, high = gates.at(eps)
        assert bool(np.all(low <= high)) is open_


def test_chosen_positions_keep_all_their_points() -> None:
    points = points_of(*noisy_points(2, 60, repeated=True, weighted=True))
    chosen = np.array([0, 3, 7])
    for whole, part in zip(gates_of(points).at(0.3), gates_of(points, chosen).at(0.3), strict=True):
        np.testing.assert_array_equal(whole[chosen], part)
