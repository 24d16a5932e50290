"""Minimax of noisy points at given breakpoints, against linear programs."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import least_maximum, noisy_points
from oracles import hat_matrix

from pwlact.errors import BreakpointError
from pwlact.fit.points import errors_at, minimax_at, points_of, thin
from pwlact.pwl.piecewise import knot_pwl


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
def test_errors_are_those_of_a_linear_program(weighted: bool, repeated: bool) -> None:
    x, y, w = noisy_points(1, 200, repeated=repeated, weighted=weighted)
    rows = np.array([[0.0, 0.35, 0.7, 1.0], [0.0, 0.211, 0.52, 1.0]])
    points = points_of(x, y, w)
    for row, values, error in zip(rows, *minimax_at(points, rows), strict=True):
        assert error == pytest.approx(least_maximum(hat_matrix(x, row), y, w), rel=1e-9)
        assert errors_at(points, knot_pwl(row, values)).max == pytest.approx(error, rel=1e-9)


def test_thinned_points_have_the_error_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y, _ = noisy_points(2, 3_000)
    row = np.linspace(0.0, 1.0, 6)[None]
    whole = minimax_at(points_of(x, y), row).max_error
    monkeypatch.setattr(thin, "FEW", 100)
    monkeypatch.setattr(thin, "BLOCKS", 10)
    thinned = minimax_at(points_of(x, y), row)
    np.testing.assert_allclose(thinned.max_error, whole, rtol=1e-11)
    assert np.max(np.abs(np.interp(x, row[0], thinned.values[0]) - y)) == pytest.approx(whole[0], rel=1e-11)


def test_inner_breakpoints_outside_the_data_are_refused() -> None:
    with pytest.raises(BreakpointError, match="between the data's first and last x"):
        minimax_at(points_of(*noisy_points(3, 20)[:2]), np.array([[-1.0, -0.5, 1.0]]))


def test_outer_breakpoints_may_lie_beyond_the_data() -> None:
    points = points_of(*noisy_points(4, 60)[:2])
    inside = minimax_at(points, np.array([[0.0, 0.5, 1.0]]))
    beyond = minimax_at(points, np.array([[-1.0, 0.5, 3.0]]))
    assert beyond.max_error[0] == pytest.approx(inside.max_error[0], rel=1e-12)
    np.testing.assert_allclose(np.interp([0.0, 0.5, 1.0], [-1.0, 0.5, 3.0], beyond.values[0]), inside.values[0])
