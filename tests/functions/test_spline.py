"""The spline through exact samples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact import functions
from pwlact.errors import ConfigError
from pwlact.functions.spline import bends, check_steepness, rounding, spline_through

STEPS = st.lists(st.tuples(st.floats(0.1, 10.0), st.floats(-100.0, 100.0)), min_size=2, max_size=40)


@given(steps=STEPS)
def test_it_meets_the_samples_and_is_smooth(steps: list[tuple[float, float]]) -> None:
    x, y = np.cumsum([dx for dx, _ in steps]), np.array([y for _, y in steps])
    spline = spline_through(x, y)
    assert (
        np.max(np.abs(spline(x) - y)) <= 1.5 * rounding(y) + 1e-15 * np.max(np.abs(spline.c)) * np.max(np.diff(x)) ** 3
    )
    scale = 1e-9 * max(1.0, float(np.max(np.abs(spline.c))))
    for order in (0, 1, 2):  # C2: both sides of each knot agree
        left, right = spline(np.nextafter(x[1:-1], -np.inf), order), spline(np.nextafter(x[1:-1], np.inf), order)
        assert np.all(np.abs(left - right) <= scale)


@pytest.mark.parametrize("name", ["silu", "tanh", "gelu"])
def test_its_error_falls_with_the_fourth_power_of_the_distance(name: str) -> None:
    f, at = functions.get(name).f, np.linspace(-8.0, 8.0, 4001)
    errors = []
    for count in (65, 129, 257):
        x = np.linspace(-8.0, 8.0, count)
        errors.append(float(np.max(np.abs(spline_through(x, f(x))(at) - f(at)))))
    assert errors[0] < 5e-5
    assert errors[2] < errors[1] / 10 < errors[0] / 100


def test_dense_rounded_samples_take_few_knots_and_keep_their_bends() -> None:
    silu = functions.get("silu")
    x = np.linspace(-8.0, 8.0, 20_001)
    exact = silu.f(x)
    digits = np.array([float(f"{value:.6g}") for value in exact])
    for y in (np.round(exact, 6), exact.astype(np.float32).astype(float), digits):
        spline = spline_through(x, y)
        assert spline.x.size <= 256
        assert np.max(np.abs(spline(x) - y)) <= 1.5 * rounding(y)
        assert bends(spline) == pytest.approx(silu.inflections, abs=0.01)
        assert np.max(np.abs(spline(x, 2) - silu.d2f(x))) < 3e-3


def test_rounding_is_seen_in_decimals_digits_and_short_floats() -> None:
    y = np.linspace(0.1, 7.9, 500) ** 1.5
    size = float(y.max())
    assert rounding(y) == pytest.approx(1e-12 * size)
    assert rounding(np.round(y, 5)) == pytest.approx(1e-5)
    assert rounding(np.array([float(f"{v:.6g}") for v in y])) == pytest.approx(1e-4)
    assert rounding(y.astype(np.float32).astype(float)) == pytest.approx(2.0**-23 * size)
    assert rounding(np.round(y)) <= 1e-3 * float(np.ptp(y))  # as coarse as this it is noise


def test_bends_are_where_the_second_derivative_changes_sign() -> None:
    x = np.linspace(0.0, 10.0, 60)
    found = bends(spline_through(x, np.sin(x)))
    assert found == pytest.approx(np.pi * np.arange(1, 4), abs=1e-3)
    assert bends(spline_through(x, 3.0 * x - 1.0)) == ()


def test_two_and_three_samples_are_a_line_and_a_parabola() -> None:
    line, parabola = (spline_through(x, x**2) for x in (np.array([0.0, 1.0]), np.array([0.0, 1.0, 3.0])))
    assert float(line(0.5)) == pytest.approx(0.5)
    assert float(parabola(2.0)) == pytest.approx(4.0)


def test_samples_too_close_to_each_other_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"slopes up to 1e\+100, got x = .*; leave one out"):
        check_steepness(np.array([0.0, 1e-200, 1.0]), np.array([0.0, 1.0, 1.0]))
    check_steepness(np.array([0.0, 1e-9, 1.0]), np.array([0.0, 1.0, 1.0]))


def test_even_x_may_be_rounded_too() -> None:
    x = np.linspace(-8.0, 8.0, 30_001)
    y = np.round(np.tanh(x), 8)
    assert spline_through(np.round(x, 6), y).x.size <= spline_through(x, y).x.size == 1024
    assert spline_through(np.arange(-8.0, 8.0005, 0.001), np.tanh(np.arange(-8.0, 8.0005, 0.001))).x.size > 2000
