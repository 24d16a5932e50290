"""Noisy points: what is merged and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import ConfigError
from pwlact.fit.points import points_of


def test_values_of_one_position_are_merged_by_weight() -> None:
    points = points_of(np.array([0.0, 1.0, 1.0, 2.0]), np.array([0.0, 1.0, 4.0, 0.0]), np.array([1.0, 2.0, 1.0, 1.0]))
    np.testing.assert_allclose(points.x + points.origin, [0.0, 1.0, 2.0])
    np.testing.assert_allclose(points.y + points.level, [0.0, 2.0, 0.0])
    np.testing.assert_allclose(points.w, [1.0, 3.0, 1.0])
    assert points.within == pytest.approx(2.0 * 1.0 + 1.0 * 4.0)
    assert (points.count, points.total, points.interval) == (4, 5.0, (0.0, 2.0))


@pytest.mark.parametrize("x", [[1.0, 0.0], [1.0, 1.0], [1.0]])
def test_positions_that_do_not_ascend_are_refused(x: list[float]) -> None:
    with pytest.raises(ConfigError, match="in ascending order"):
        points_of(np.array(x), np.zeros(len(x)))


def test_equal_weights_are_no_weights() -> None:
    x = np.arange(4.0)
    assert not points_of(x, x, np.full(4, 2.0)).weighted
    assert points_of(x, x, x + 1.0).weighted
