"""Errors at noisy points, from their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import noisy_points

from pwlact.fit.points import errors_at, points_of


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("repeated", [False, True])
def test_errors_are_those_of_the_definition(weighted: bool, repeated: bool) -> None:
    x, y, w = noisy_points(1, 80, weighted=weighted, repeated=repeated)
    found = errors_at(points_of(x, y + 7.0, w), np.cos)
    lost = np.abs(np.cos(x) - y - 7.0)
    assert found.max == pytest.approx(np.max(np.sqrt(w) * lost))
    assert found.mean == pytest.approx(np.sum(w * lost) / np.sum(w))
    assert found.mse == pytest.approx(np.sum(w * lost**2) / np.sum(w))
