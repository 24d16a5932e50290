"""Separate lines through parts of noisy data."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import BreakpointError
from pwlact.fit.points import points_of
from pwlact.search.noisy.lines import between_groups, lines_between
from pwlact.search.noisy.part import DataPart

X = np.arange(8.0)
DATA = DataPart(X, np.array([0.0, 1.0, 2.0, 3.0, 7.0, 5.0, 3.0, 1.0]), None)


def test_points_lie_midway_between_groups() -> None:
    assert between_groups(points_of(*DATA), np.array([0, 2, 4, 8])).tolist() == [1.5, 3.5]


def test_empty_groups_are_made_by_parting_the_largest() -> None:
    assert between_groups(points_of(*DATA), np.array([0, 4, 4, 8])).size == 2
    assert between_groups(points_of(*DATA), np.array([0, 8, 8])).tolist() == [3.5]


@pytest.mark.parametrize("minimax", [False, True])
def test_each_line_is_that_of_its_own_data(minimax: bool) -> None:
    lines = lines_between(DATA, np.array([0.0, 3.5, 7.0]), minimax=minimax)
    np.testing.assert_allclose(lines(X), DATA.y, atol=1e-12)


def test_least_squares_are_those_of_a_polynomial_with_weights() -> None:
    rng = np.random.default_rng(0)
    y, weight = rng.normal(size=8), rng.uniform(0.5, 2.0, 8)
    lines = lines_between(DataPart(X, y, weight), np.array([0.0, 4.5, 7.0]), minimax=False)
    line = np.polyfit(X[:5], y[:5], 1, w=np.sqrt(weight[:5]))
    np.testing.assert_allclose(lines(X[:5]), np.polyval(line, X[:5]), atol=1e-12)


@pytest.mark.parametrize(("minimax", "level"), [(False, 2.0), (True, 3.0)])
def test_a_single_x_has_a_constant(minimax: bool, level: float) -> None:
    data = DataPart(np.array([0.0, 0.0, 0.0, 2.0, 3.0]), np.array([0.0, 0.0, 6.0, 1.0, 1.0]), None)
    lines = lines_between(data, np.array([0.0, 1.0, 3.0]), minimax=minimax)
    assert lines.ends[0].tolist() == [level, level]


def test_a_segment_without_data_is_refused() -> None:
    with pytest.raises(BreakpointError, match=r"got none between 2.1 and 2.9; move a point"):
        lines_between(DATA, np.array([0.0, 2.1, 2.9, 7.0]), minimax=False)
