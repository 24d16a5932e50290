"""Errors of coded lines: the fast form for common units is the general one, and both are the unit's."""

from __future__ import annotations

import numpy as np
import pytest
from search.codes.kinds import grid_of

from pwlact.search.codes.fit_kernels import _errors, _plain_errors, fit_pieces, fit_rows, line_errors
from pwlact.search.codes.squares_kernels import moments
from pwlact.search.codes.table_rows import TableRows, build_unit

GRID = grid_of("silu", (-4.0, 4.0), "q3.6", "q2.5", "q3.8", "q3.6")
STARTS = np.array([0, 100, 230, 400, GRID.size])


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.3])
def test_the_fast_form_has_the_errors_of_the_general_one(slope: float) -> None:
    x, y = GRID.x, GRID.y
    out = np.clip(np.floor((slope * x + 0.25) * 64 + 0.5), GRID.spec.output.lowest, GRID.spec.output.highest) / 64
    off = np.abs(out - y)
    found = _plain_errors(x, y, slope, 0.25, GRID.arithmetic)
    assert found == pytest.approx((off.max(), off.sum(), off @ off))
    assert _errors(x, y, np.empty(0), slope, 0.25, GRID.arithmetic) == found


def test_errors_are_taken_times_their_weights() -> None:
    x, y, w = GRID.x, GRID.y, 1.0 / (1.0 + GRID.x**2)
    out = np.clip(np.floor((0.5 * x + 0.25) * 64 + 0.5), GRID.spec.output.lowest, GRID.spec.output.highest) / 64
    off = w * np.abs(out - y)
    assert _errors(x, y, w, 0.5, 0.25, GRID.arithmetic) == pytest.approx((off.max(), off.sum(), off @ off))


@pytest.mark.parametrize("least_squares", [True, False])
def test_errors_of_tables_are_those_of_their_units(least_squares: bool) -> None:
    how = (GRID.slopes, least_squares, GRID.arithmetic)
    errors, slopes, intercepts = fit_rows(GRID.x, GRID.y, GRID.row_weights, GRID.sums, STARTS[None], *how)
    alone = fit_pieces(GRID.x, GRID.y, GRID.row_weights, GRID.sums, STARTS, *how)
    assert np.array_equal(slopes[0], alone[0])
    assert np.array_equal(intercepts[0], alone[1])
    unit = build_unit(GRID, TableRows(starts=STARTS, slopes=slopes[0], intercepts=intercepts[0]))
    codes = np.asarray(GRID.spec.input.from_order(GRID.order_keys))
    off = np.abs(GRID.spec.output.decode(unit(codes)) - GRID.y)
    assert errors[0] == pytest.approx((off.max(), off.mean(), np.mean(off**2)), rel=1e-9)


def test_minimax_rows_have_no_larger_maximum_than_least_squares_ones() -> None:
    for start, stop in ((0, 100), (100, 230), (230, 400)):
        ends, part = np.array([0, stop - start]), GRID.part(start, stop)
        worst = []
        for least_squares in (True, False):
            ends_here = np.array([start, stop])
            how = (GRID.slopes, least_squares, GRID.arithmetic)
            s, c = fit_pieces(GRID.x, GRID.y, GRID.row_weights, GRID.sums, ends_here, *how)
            worst.append(line_errors(part.x, part.y, part.row_weights, ends, s, c, GRID.arithmetic)[0, 0])
        assert worst[1] <= worst[0] + GRID.spec.output.step


def test_weights_of_any_size_fit_the_rows_beside_them() -> None:
    """A weight of 1e30 in one row takes nothing from the rows after it, where a prefix sum would lose theirs."""
    weights = np.where(np.arange(GRID.size) < 5, 1e30, 1.0)
    sums, how = moments(GRID.x, GRID.y, weights), (GRID.slopes, True, GRID.arithmetic)
    found = fit_pieces(GRID.x, GRID.y, weights, sums, STARTS, *how)
    plain = fit_pieces(GRID.x, GRID.y, np.empty(0), GRID.sums, STARTS, *how)
    assert np.array_equal(found[0][1:], plain[0][1:])
    assert np.array_equal(found[1][1:], plain[1][1:])
    slope = np.polyfit(GRID.x[:5], GRID.y[:5], 1)[0]
    assert found[0][0] == pytest.approx(slope, abs=2.0**-5)
