"""Checks of columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pwlact.data.rows import check_rows, columns_of
from pwlact.errors import ConfigError


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda x: np.array(x, object), np.float32])
def test_columns_are_contiguous_doubles(kind: Any) -> None:
    x, y = columns_of(kind([1, 2, 3]), kind([4, 5, 6]))
    assert x.dtype == y.dtype == np.float64
    assert x.flags.c_contiguous
    assert y.tolist() == [4.0, 5.0, 6.0]


@pytest.mark.parametrize("column", [["a", "b"], [1 + 2j, 0], [None, 1], "text"])
def test_only_real_numbers_are_data(column: Any) -> None:
    with pytest.raises(ConfigError, match="y of data holds real numbers"):
        columns_of([0, 1], column)


def test_an_array_is_named_by_its_type() -> None:
    with pytest.raises(ConfigError, match="x of data holds real numbers, got complex128 ones; convert it"):
        columns_of(np.ones(3, complex), [0, 1, 2])


def test_masked_values_are_missing() -> None:
    (_, y) = columns_of([0, 1], np.ma.array([1, 2], mask=[False, True]))
    with pytest.raises(ConfigError, match="got 1 of 2 rows where they are not, the first with y = nan in row 2"):
        check_rows(np.array([0.0, 1.0]), y)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.nan, "a number in each row, got 2 of 5 rows .* the first with y = nan in row 3; leave those rows out"),
        (-np.inf, "data are finite, got 2 of 5 rows .* y = -inf in row 3"),
        (1e200, r"at most 1e\+150 in size, got 2 of 5 rows .* y = 1e\+200 in row 3; scale them"),
    ],
)
def test_bad_rows_are_counted_and_the_first_is_named(value: float, said: str) -> None:
    y = np.array([0.0, 1.0, value, 3.0, value])
    with pytest.raises(ConfigError, match=said):
        check_rows(np.arange(5.0), y)
    check_rows(np.arange(5.0), np.arange(5.0), np.ones(5))
