"""Bisection in kernels is numpy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pwlact._bisect import bisect_left, bisect_right
from pwlact._jit import kernel


@kernel
def _both(ascending: np.ndarray, x: float) -> tuple[int, int]:
    return bisect_left(ascending, x), bisect_right(ascending, x)


@given(
    st.lists(st.integers(-3, 3), max_size=9), st.sampled_from([-4.0, -1.0, 0.0, 0.5, 3.0, 9.0, np.inf, -np.inf, np.nan])
)
def test_bisection_is_numpys(values, x):
    ascending = np.sort(np.array(values, dtype=np.float64))
    wanted = tuple(int(np.searchsorted(ascending, x, side=side)) for side in ("left", "right"))
    assert _both(ascending, x) == wanted
    assert (bisect_left(ascending, x), bisect_right(ascending, x)) == wanted
