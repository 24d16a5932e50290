"""A function as the policy sees it."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.fit import sample
from pwlact.functions import get
from pwlact.search.general.tables import T, Y, reversed_tables, stacked, tables_of

SILU = sample(get("silu"), (-8.0, 8.0))


def test_columns_begin_at_0_and_end_at_1() -> None:
    columns = tables_of(SILU, (), None, True).columns[0]
    assert columns[0, [0, 2, 3, 4]].tolist() == [0.0] * 4
    assert columns[-1, [0, 2, 4]] == pytest.approx([1.0] * 3)
    assert columns[[0, -1], Y] == pytest.approx([0.0, 0.0], abs=1e-12)
    assert np.ptp(columns[:, Y]) == pytest.approx(1.0)
    assert np.all(np.diff(columns[:, T]) > 0)


def test_a_mirrored_function_has_the_reversed_tables() -> None:
    mirrored = tables_of(sample(lambda x: get("silu")(-x), (-8.0, 8.0)), (), None, True)
    turned = reversed_tables(tables_of(SILU, (), None, True))
    assert turned.columns == pytest.approx(mirrored.columns, abs=1e-3)
    assert turned.whole == pytest.approx(mirrored.whole, rel=1e-3)
    assert np.abs(turned.ends - mirrored.ends).mean() < 1e-3
    assert turned.marks[turned.marks < 1] == pytest.approx(mirrored.marks[mirrored.marks < 1], abs=2e-3)


def test_inflections_and_kinks_are_marked_in_the_coordinate() -> None:
    marks = tables_of(sample(get("selu"), (-8.0, 8.0)), (0.0,), None, True).marks[0]
    assert (marks[1] < 1).sum() == 1
    inflections = tables_of(SILU, (), None, True).marks[0, 0]
    assert (inflections < 1).sum() == len(get("silu").inflections) == 2


def test_a_density_makes_the_share_of_inputs() -> None:
    weights = np.where(SILU.x > 0.0, 1.0, 0.0)
    columns = tables_of(SILU, (), weights, True).columns[0]
    assert np.interp(0.5, columns[:, T], columns[:, 4]) == pytest.approx(0.0, abs=1e-3)


def test_a_straight_function_has_tables_too() -> None:
    tables = tables_of(sample(lambda x: 2.0 * x + 1.0, (0.0, 1.0)), (), None, True)
    assert all(np.all(np.isfinite(array)) for array in tables)


def test_stacked_tables_keep_their_order() -> None:
    tables = [tables_of(SILU, (), None, squares) for squares in (True, False)]
    both = stacked(tables)
    assert both.squares.tolist() == [True, False]
    assert np.array_equal(both.ends[1], tables[1].ends[0])
