"""Errors of a family, beside those of dense samples."""

from __future__ import annotations

import numpy as np
import pytest
from random_families import waves

from pwlact.many.measure import measure_rows
from pwlact.many.splines import spline_at, splines_of


def test_errors_of_any_pwl_are_measured() -> None:
    rows, rng = waves(3), np.random.default_rng(0)
    splines = splines_of(rows, 4)
    b = np.sort(rng.uniform(0.0, 6.0, (3, 5)), axis=1)
    b[:, 0], b[:, -1] = 0.0, 6.0
    v = rng.normal(size=(3, 5))
    used, worst, squares = np.full(3, 4), np.empty(3), np.empty(3)
    measure_rows(*splines.curves, *splines.grid[1:], b, v, used, worst, squares)
    x = np.linspace(-3.0, 3.0, 40_001)
    for i, f in enumerate(spline_at(rows, x)):
        off = np.interp(x + 3.0, b[i], v[i]) - f
        assert worst[i] == pytest.approx(np.abs(off).max(), rel=1e-4)  # corners lie between samples
        assert worst[i] >= np.abs(off).max() * (1.0 - 1e-12)
        assert squares[i] == pytest.approx(np.trapezoid(off**2, dx=1.0 / 40_000), rel=1e-3)
