"""The gradient by actions: that of the points, carried back through the walk."""

from __future__ import annotations

import numpy as np
import pytest
from search.general.policies import random_layers

from pwlact.rl.general.gradient import action_gradient, u_gradient
from pwlact.rl.general.pool import entry
from pwlact.search.general.walk import by_network, walk


def test_actions_are_pulled_by_all_later_points() -> None:
    gradient, slopes = np.array([1.0, -2.0, 0.5]), np.array([[0.9, 0.2], [0.8, 0.3], [0.7, 0.4]])
    last = 0.5
    middle = -2.0 + 0.7 * last
    first = 1.0 + 0.8 * middle
    assert action_gradient(gradient, slopes) == pytest.approx([0.2 * first, 0.3 * middle, 0.4 * last])


def test_large_derivatives_are_cut() -> None:
    assert action_gradient(np.array([1e9]), np.array([[1.0, 1.0]])).tolist() == [2.0]


def test_the_gradient_says_how_the_smoothed_objective_changes_with_an_action() -> None:
    taught, layers, size = entry(0, 0), random_layers(scale=0.0), 6
    noise, one = 0.1 * np.random.default_rng(0).standard_normal((1, size)), np.zeros(1, dtype=np.int64)

    def walked(change: np.ndarray) -> np.ndarray:
        return walk(taught.tables, one, one + size, by_network(layers, noise + change), recorded=True)

    base = walked(np.zeros((1, size)))
    by_point = u_gradient(taught, base.u[0], 8.0)
    assert by_point is not None
    pulled = action_gradient(by_point, base.slopes[0])
    for k in range(size):
        step = np.zeros((1, size))
        step[0, k] = 1e-3
        rise = (walked(step).u[0] - walked(-step).u[0]) / 2e-3
        assert pulled[k] == pytest.approx(float(by_point @ rise), rel=0.3, abs=0.1)


def test_crowded_points_have_no_gradient() -> None:
    assert u_gradient(entry(0, 0), np.array([0.5, 0.5 + 1e-12]), 8.0) is None
