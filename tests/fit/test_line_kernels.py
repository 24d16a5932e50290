"""Lines through a tube: extreme slopes and tangents that are known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.fit import curve_of
from pwlact.fit.line_kernels import edge, intercepts, rise, tangent
from pwlact.functions import from_expression

PARABOLA = curve_of(from_expression("x**2", interval=(-4.0, 4.0)), (-4.0, 4.0)).tables
FREE = (np.array([-1e9, 0.0]), np.array([1e9, 0.0]))


@given(st.floats(-3.0, 3.0), st.floats(0.3, 2.0))
def test_bounds_of_an_intercept_are_the_extremes_of_the_rest(slope: float, eps: float) -> None:
    below, _, d_below, above, _, d_above = intercepts(PARABOLA, -1.0, 2.0, eps, -1.0, *FREE, slope)
    x = np.linspace(-1.0, 2.0, 30_001)
    rest = x * x - slope * x
    assert below == pytest.approx(rest.max() - eps, abs=1e-7)
    assert above == pytest.approx(rest.min() + eps, abs=1e-7)
    assert (d_below, d_above) == (-1.0, 1.0)


def test_a_narrow_gate_bounds_the_intercept() -> None:
    low, high = np.array([0.4, 0.25]), np.array([0.5, -0.25])
    below, x_below, d_below, above, x_above, d_above = intercepts(PARABOLA, -1.0, 1.0, 5.0, 0.5, low, high, 1.0)
    assert (below, x_below, d_below) == pytest.approx((-0.1, 0.5, 0.25))
    assert (above, x_above, d_above) == pytest.approx((0.0, 0.5, -0.25))


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_extreme_slopes_of_lines_in_a_tube_are_brute_forces(side: float) -> None:
    eps, a, c = 1.0, -1.0, 1.0
    start = side * 9.0
    slope, value, _, lack = edge(PARABOLA, a, c, eps, a, *FREE, start, -1.0, side, 1e-14)
    x = np.linspace(a, c, 2001)
    fits = [s for s in np.linspace(-3.0, 3.0, 6001) if np.max(x * x - s * x) - eps <= np.min(x * x - s * x) + eps]
    assert lack == 0.0
    assert slope == pytest.approx(side * max(fits), abs=2e-3)
    assert abs(value - c * c) <= eps + 1e-9


def test_a_tube_that_no_line_crosses_lacks_no_more_than_is_missing() -> None:
    best = 0.5  # of a line for x^2 on [-1, 1]
    *_, lack = edge(PARABOLA, -1.0, 1.0, 0.2, -1.0, *FREE, 9.0, -1.0, 1.0, 1e-14)
    assert 0.0 < lack <= (best - 0.2) * (1.0 + 1e-9)


@given(st.floats(0.05, 2.0), st.floats(-3.0, 1.0))
def test_a_tangent_from_a_point_below_touches_the_parabola(depth: float, a: float) -> None:
    x = tangent(PARABOLA, 0, a, 4.0, a * a - depth)
    wanted = a + np.sqrt(depth)  # (x - a)^2 = depth
    assert x == pytest.approx(min(wanted, 4.0), rel=1e-6)
    assert rise(PARABOLA, 0, a, x, a * a - depth) == pytest.approx(2.0 * x, rel=1e-6, abs=1e-6)
