"""Separate lines through noisy points, against every partition."""

from __future__ import annotations

import numpy as np
import pytest
from noisy import line_squares, noisy_points, partitions

from pwlact.fit.points import partition, points_of, separate_squares


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_sums_are_the_least_over_all_partitions(seed: int, repeated: bool) -> None:
    x, y, w = noisy_points(seed, 11, repeated=repeated, weighted=True)
    found = separate_squares(points_of(x, y, w), 4)
    assert found.exact
    for lines in range(1, 5):
        least = min(sum(line_squares(x[a:b], y[a:b], w[a:b]) for a, b in row if a < b) for row in partitions(x, lines))
        assert found.squares[lines - 1] == pytest.approx(least, rel=1e-9, abs=1e-12)


def test_bounds_of_cells_enclose_the_exact_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y, w = noisy_points(5, 600, weighted=True)
    exact = separate_squares(points_of(x, y, w), 6)
    monkeypatch.setattr(partition, "EXACT", 10)
    monkeypatch.setattr(partition, "CELLS", 40)
    cells = separate_squares(points_of(x, y, w), 6)
    assert not cells.exact
    assert np.all(cells.bounds <= exact.squares * (1.0 + 1e-12))
    assert np.all(cells.squares >= exact.squares * (1.0 - 1e-12))
    assert np.all(cells.squares - cells.bounds <= 0.25 * exact.squares)


def test_more_lines_than_positions_leave_no_error() -> None:
    x, y, _ = noisy_points(6, 6)
    found = separate_squares(points_of(x, y), 9)
    assert found.squares[-1] < 1e-28
    assert all(row.size == k + 2 for k, row in enumerate(found.boundaries))
