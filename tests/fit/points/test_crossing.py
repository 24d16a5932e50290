"""Minimax of noisy points by lines with breakpoints anywhere, against linear programs."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import line_maximum, noisy_points, partitions

from pwlact.fit.points import linked_minimax, minimax_at, points_of, separate_minimax, thin


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("segments", [1, 2, 3])
def test_separate_lines_have_the_least_error_of_all_partitions(segments: int, repeated: bool) -> None:
    x, y, w = noisy_points(1, 9, repeated=repeated, weighted=True)
    found = separate_minimax(points_of(x, y, w), segments)
    ways = partitions(x, segments)
    least = min(max(line_maximum(x[a:b], y[a:b], w[a:b]) for a, b in row if a < b) for row in ways)
    assert found.max_error == pytest.approx(least, rel=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_two_linked_lines_are_as_good_as_any_breakpoint(weighted: bool) -> None:
    x, y, w = noisy_points(2, 40, weighted=weighted)
    points = points_of(x, y, w)
    rows = np.stack((np.zeros(1_999), np.linspace(0.0, 1.0, 2_001)[1:-1], np.ones(1_999)), axis=1)
    least = minimax_at(points, rows).max_error.min()
    found = linked_minimax(points, 2)
    assert least * (1.0 - 1e-3) <= found.max_error <= least * (1.0 + 1e-12)
    assert found.bound == pytest.approx(found.max_error, rel=1e-12)


@pytest.mark.parametrize("segments", range(1, 9))
def test_the_values_are_minimax_at_their_breakpoints(segments: int) -> None:
    x, y, w = noisy_points(3, 150, repeated=True, weighted=True)
    points = points_of(x, y, w)
    found = linked_minimax(points, segments)
    at_points = np.sqrt(w) * np.abs(np.interp(x, found.breakpoints, found.values) - y)
    assert np.max(at_points) == pytest.approx(found.max_error, rel=1e-12)
    assert minimax_at(points, found.breakpoints[None]).max_error[0] == pytest.approx(found.max_error, rel=1e-9)
    assert separate_minimax(points, segments).max_error <= found.max_error * (1.0 + 1e-12)


def test_thinned_points_have_the_error_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    points = points_of(*noisy_points(4, 2_000, weighted=True))
    whole = [method(points, 5).max_error for method in (linked_minimax, separate_minimax)]
    monkeypatch.setattr(thin, "FEW", 100)
    monkeypatch.setattr(thin, "BLOCKS", 10)
    thinned = [method(points, 5).max_error for method in (linked_minimax, separate_minimax)]
    np.testing.assert_allclose(thinned, whole, rtol=1e-11)


def test_true_lines_leave_no_error() -> None:
    x = np.linspace(0.0, 1.0, 500)
    y = np.interp(x, [0.0, 0.3, 0.6, 1.0], [1.0, -2.0, 3.0, 0.5])
    assert linked_minimax(points_of(x, y), 3).max_error < 1e-13
    assert separate_minimax(points_of(x, y), 3).max_error < 1e-13
    assert linked_minimax(points_of(x, y), 2).max_error > 0.1


def test_separate_lines_give_their_error() -> None:
    x, y, _ = noisy_points(5, 100)
    found = separate_minimax(points_of(x, y), 4)
    which = np.searchsorted(found.starts, x, side="right") - 1
    lines = found.intercepts[which] + found.slopes[which] * (x - found.starts[which])
    assert np.max(np.abs(lines - y)) == pytest.approx(found.max_error, rel=1e-12)


@pytest.mark.parametrize("y", [np.zeros(10), np.full(10, 1e9)])
def test_constant_data_have_no_error(y: np.ndarray) -> None:
    points = points_of(np.arange(10.0), y)
    assert linked_minimax(points, 3).max_error == separate_minimax(points, 3).max_error == 0.0
