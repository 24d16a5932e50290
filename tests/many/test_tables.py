"""Tables of a spline: the spline itself, in convex runs."""

from __future__ import annotations

import numpy as np
import pytest
from random_families import waves
from scipy.interpolate import CubicSpline

from pwlact._types import Array
from pwlact.fit.curve import SIGN, START, Tables
from pwlact.fit.curve_kernels import slope_on, value_at
from pwlact.many.rows import Rows, rows_of
from pwlact.many.splines import curves_of
from pwlact.many.tables import fill_tables, make_room


def tables(rows: Rows) -> tuple[Tables, Array]:
    """Return the tables of the first row, and positions."""
    x, even, y, slopes = curves_of(rows)
    return fill_tables(make_room(x.size), x, even, y[0], slopes[0])[0], x


@pytest.mark.parametrize("power", [1, 3])
def test_they_are_the_spline_itself(power: int) -> None:
    rows = waves(1, samples=21)
    rows = rows_of(rows.x**power, rows.y)
    t, x = tables(rows)
    spline = CubicSpline(x, rows.y[0])
    at = np.linspace(0.0, x[-1], 200)
    assert [value_at(t, one) for one in at] == pytest.approx(spline(at), abs=1e-12)
    for k in range(t.convex_runs.shape[0] - 2):
        left, right = t.convex_runs[k : k + 2, START]
        inside = np.linspace(left, right, 9)[1:-1]
        assert np.all(t.convex_runs[k, SIGN] * spline(inside, 2) > -1e-9)
        assert slope_on(t, k, inside[3]) == pytest.approx(spline(inside[3], 1), abs=1e-12)


def test_straight_lines_and_zero_are_one_run_and_its_extension() -> None:
    x = np.linspace(-1.0, 2.0, 9)
    for y in (0.0 * x, 3.0 * x - 1.0):
        t, _ = tables(rows_of(x, y[None]))
        assert t.convex_runs.shape[0] == 3
        assert value_at(t, 1.5) == pytest.approx(y[0] + 1.5 * (y[-1] - y[0]) / 3.0)
