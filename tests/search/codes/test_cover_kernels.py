"""Lines inside a tube and the greedy cover, on tubes whose answers are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from search.codes.kinds import grid_of

from pwlact.search.codes.cover_kernels import greedy_cover, line_within
from pwlact.search.codes.walls import product_slack, walls

GRID = grid_of("silu", (-4.0, 4.0), "q3.5")
SLACK = product_slack(GRID)
KINDS = (GRID.slopes, GRID.levels, GRID.arithmetic)


def cover(low: np.ndarray, high: np.ndarray, max_rows: int) -> list[int]:
    """Return the starts of a greedy cover."""
    return greedy_cover(GRID.x, low, high, SLACK, *KINDS, GRID.snap, max_rows)[0].tolist()


def test_a_line_inside_a_tube_is_found_and_stays_inside() -> None:
    low, high = GRID.x * 0.5 - 0.1, GRID.x * 0.5 + 0.1
    slope, intercept = line_within(GRID.x, low, high, SLACK, *KINDS)
    assert np.all(low <= slope * GRID.x + intercept)
    assert np.all(slope * GRID.x + intercept <= high)


def test_a_tube_of_one_line_of_codes_has_that_line() -> None:
    total = 0.25 * GRID.x + 0.5
    assert line_within(GRID.x, total, total, SLACK, *KINDS)[:2] == (0.25, 0.5)


def test_an_empty_tube_and_no_slopes_are_proven_to_have_no_line() -> None:
    for tube, slopes in (((GRID.y + 1.0, GRID.y - 1.0), GRID.slopes), ((GRID.y - 9.0, GRID.y + 9.0), np.empty(0))):
        slope, _ = line_within(GRID.x, *tube, SLACK, slopes, GRID.levels, GRID.arithmetic)
        assert np.isnan(slope)


def test_one_slope_among_many_is_found_where_no_other_has_an_intercept() -> None:
    """All products are multiples of the step but 1e-7, save that of one slope."""
    step = GRID.arithmetic.product.step
    x = np.array([1.0, 2.0])
    for chosen in (0, 1, 7777, 19998, 19999):
        slopes = np.arange(-10000, 10000) * step + 1e-7
        slopes[chosen] -= 1e-7
        tube = np.array([-1e-8, -1e-8]) + slopes[chosen] * x, np.array([1e-8, 1e-8]) + slopes[chosen] * x
        wide = tube[0] - np.array([0.0, 50.0]), tube[1] + np.array([0.0, 50.0])
        for low, high in (tube, wide):
            assert line_within(x, low, high, SLACK[:2], slopes, GRID.levels, GRID.arithmetic)[0] == slopes[chosen]
            others = np.delete(slopes, chosen)
            assert np.isnan(line_within(x, low, high, SLACK[:2], others, GRID.levels, GRID.arithmetic)).all()


def test_a_cover_of_two_lines_has_two_rows() -> None:
    y = np.where(GRID.x < 0.0, 0.0, GRID.x)
    starts = cover(y - 1e-9, y + 1e-9, 5)
    corner = int(np.searchsorted(GRID.x, 0.0))
    assert starts == [0, corner + 1, GRID.size]  # the corner lies on both lines: rows are as long as possible


def test_a_cover_stops_at_the_most_rows() -> None:
    y = np.abs(GRID.x % 1.0 - 0.5)
    starts = cover(y - 1e-9, y + 1e-9, 3)
    assert len(starts) == 4
    assert starts[-1] < GRID.size


@pytest.mark.parametrize("formats", [("q3.5",), ("q3.8", "q3.4", "q3.8", "q3.6"), ("fp8_e4m3",), ("e5m4",)])
@pytest.mark.parametrize("settings", [{}, {"arithmetic": "separate"}, {"address_bits": 7}], ids=str)
def test_each_row_is_as_long_as_a_line_reaches_and_has_that_line(formats: tuple[str, ...], settings: Any) -> None:
    grid = grid_of("gelu", (-4.0, 4.0), *formats, **settings)
    kinds, slack = (grid.slopes, grid.levels, grid.arithmetic), product_slack(grid)
    for tolerance in (0.03, 0.05, 0.2):
        tube = (grid.x, *walls(grid, tolerance)[:2], slack)
        starts, lines = greedy_cover(*tube, *kinds, grid.snap, grid.size)
        ends, covered = np.unique(np.append(grid.snap, grid.size)), starts[-1] == grid.size
        for k, begin in enumerate(starts.tolist()):
            end = starts[k + 1] if k + 1 < starts.size else begin
            if end > begin and covered:
                np.testing.assert_array_equal(line_within(*(part[begin:end] for part in tube), *kinds), lines[k])
            for further in ends[ends > end][:2].tolist():
                assert np.isnan(line_within(*(part[begin:further] for part in tube), *kinds)).all()
