"""Cells of breakpoints: division leaves no position out, and windows hold every path between the walls."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pwlact.search.mixed_cells import first_cells, windows_within


@given(st.integers(2, 60), st.integers(1, 5), st.integers(2, 9), st.integers(0, 1000))
def test_division_within_windows_keeps_each_position_once(n: int, segments: int, parts: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    least, most = np.sort(rng.integers(0, n + 1, (2, segments + 1)), axis=0)
    least[[0, -1]] = most[[0, -1]] = 0, n
    u = np.cumsum(rng.uniform(0.01, 1.0, n + 2))
    cells = first_cells(segments, n)
    while not cells.single:
        divided = cells.divided((least, most), u, parts)
        assert divided is not None
        cells = divided
        for k in range(segments + 1):
            held = cells.held[cells.offsets[k] : cells.offsets[k + 1]]
            positions = [p for first, last in held for p in range(first, last + 1)]
            assert positions == list(range(least[k], most[k] + 1))


def test_cells_that_are_not_kept_are_gone() -> None:
    cells = first_cells(3, 10).divided((np.array([0, 2, 4, 10]), np.array([0, 5, 8, 10])), np.arange(12.0), 2)
    assert cells is not None
    assert cells.pairs == 2 + 4 + 2
    kept = cells.kept(np.array([True, False, True, True, True, True]))
    assert kept.held.tolist() == [[0, 0], [4, 5], [4, 6], [7, 8], [10, 10]]
    assert kept.offsets.tolist() == [0, 1, 2, 4, 5]
    assert cells.divided((np.array([0, 6, 4, 10]), np.array([0, 5, 8, 10])), np.arange(12.0), 2) is None


@given(st.integers(0, 1000), st.integers(1, 5))
def test_windows_hold_the_breakpoints_of_any_pwl_between_the_walls(seed: int, segments: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.linspace(0.0, 1.0, 80)
    inner = np.sort(rng.uniform(0.0, 1.0, segments - 1))
    breakpoints = np.concatenate(([0.0], inner, [1.0]))
    p = np.interp(x, breakpoints, rng.normal(0.0, 1.0, segments + 1))
    windows = windows_within(x, p - rng.uniform(1e-9, 0.3, 80), p + rng.uniform(1e-9, 0.3, 80), segments)
    assert windows is not None
    left = np.searchsorted(x, inner)
    assert np.all(windows[0][1:-1] <= left)
    assert np.all(left <= windows[1][1:-1] + (np.isin(inner, x)))


def test_there_are_no_windows_without_a_path() -> None:
    x = np.linspace(0.0, 1.0, 30)
    y = np.sin(9.0 * x)
    assert windows_within(x, y - 0.01, y + 0.01, 3) is None
