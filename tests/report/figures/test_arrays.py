"""Arrays in figures: read back as they were; thinned ones keep their peaks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly_figures import array

from pwlact.report.figures.arrays import TYPES, packed, thin


@pytest.mark.parametrize("dtype", TYPES)
def test_a_packed_array_is_read_back(dtype: str) -> None:
    values = np.array([0, 1, 2, 250, 32000])
    np.testing.assert_array_equal(array(packed(values, dtype)), values)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), st.integers(1, 40))
def test_each_bin_keeps_its_smallest_and_its_largest_value(values: list[float], bins: int) -> None:
    y = np.array(values)
    kept = thin(y, bins)
    assert kept.size <= max(2 * bins, 0) or kept.size == y.size
    assert np.all(np.diff(kept) > 0)
    for part in np.split(np.arange(y.size), np.linspace(0, y.size, bins, endpoint=False).astype(int)[1:]):
        if part.size:
            among = y[np.intersect1d(kept, part)]
            assert (among.min(), among.max()) == (y[part].min(), y[part].max())


def test_values_that_are_unknown_hide_no_peak() -> None:
    y = np.zeros(1000)
    y[::3], y[500] = np.nan, 7.0
    assert 500 in thin(y, 10)
