"""Line sums of runs of points, against their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from noisy import line_squares, noisy_points

from pwlact.fit.points.tree import line_of, run_sums, tree_of

X, Y, W = noisy_points(1, 203, weighted=True)


@given(st.integers(0, 203), st.integers(0, 203))
def test_sums_of_any_run_are_those_of_its_points(first: int, second: int) -> None:
    start, stop = sorted((first, second))
    w, x, y, slope, spread, error = run_sums(tree_of(X, Y, W), start, stop)
    run = slice(start, stop)
    assert w == pytest.approx(W[run].sum())
    if stop - start < 3:
        return
    assert (x, y) == pytest.approx((np.average(X[run], weights=W[run]), np.average(Y[run], weights=W[run])))
    assert spread == pytest.approx(np.sum(W[run] * (X[run] - x) ** 2))
    assert slope == pytest.approx(np.polyfit(X[run], Y[run], 1, w=np.sqrt(W[run]))[0])
    assert error == pytest.approx(line_squares(X[run], Y[run], W[run]), abs=1e-12)


def test_the_line_of_a_run_passes_its_means() -> None:
    x, y, slope = line_of(tree_of(X, Y, W), 20, 120)
    assert slope == pytest.approx(np.polyfit(X[20:120], Y[20:120], 1, w=np.sqrt(W[20:120]))[0])
    assert y == pytest.approx(np.polyval(np.polyfit(X[20:120], Y[20:120], 1, w=np.sqrt(W[20:120])), x))
