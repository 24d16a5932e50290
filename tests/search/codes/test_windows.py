"""Where rows can begin: nothing that rows within the error need is left out."""

from __future__ import annotations

import numpy as np
import pytest
from search.codes.kinds import grid_of

from pwlact.search.codes.cover import cover_within, smallest_cover, split_rows
from pwlact.search.codes.windows import MIN_STARTS, windows


@pytest.mark.parametrize("rows", [2, 3, 5])
def test_windows_hold_the_starts_of_covers_within_the_error(rows: int) -> None:
    grid = grid_of("silu", (-4.0, 4.0), "q3.5")
    tolerance = smallest_cover(grid, rows).error * 1.02
    cover = cover_within(grid, tolerance, rows)
    assert cover is not None
    found, complete = windows(grid, grid.tube(tolerance), grid.size, rows)
    assert complete
    assert len(found) == rows
    assert found[-1] == [grid.size]
    starts = split_rows(grid, cover, rows).starts.tolist()
    if cover.slopes.size == rows:
        assert all(start in window for start, window in zip(starts[1:], found, strict=True))


def test_windows_are_empty_where_rows_do_not_suffice() -> None:
    grid = grid_of("silu", (-4.0, 4.0), "q3.5")
    found, _ = windows(grid, grid.tube(0.02), grid.size, 2)
    assert [] in found


def test_of_many_starts_a_selection_with_both_ends_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = grid_of("silu", (-4.0, 4.0), "q3.5")
    monkeypatch.setattr("pwlact.search.codes.windows.MAX_PAIRS", 1 << 40)
    every, complete = windows(grid, grid.tube(0.06), grid.size, 4)
    monkeypatch.setattr("pwlact.search.codes.windows.MAX_PAIRS", 1)
    some, all_there = windows(grid, grid.tube(0.06), grid.size, 4)
    assert complete
    assert not all_there
    for few, many in zip(some, every, strict=True):
        assert len(few) <= MIN_STARTS
        assert set(few) <= set(many)
        assert (few[0], few[-1]) == (many[0], many[-1])
    assert np.all(np.diff(some[0]) > 0)
