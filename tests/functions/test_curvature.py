"""Curvature and its peaks, against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pwlact.functions import curvature, curvature_maxima, from_expression, get, names


def test_curvature_of_a_circle_is_one_over_its_radius() -> None:
    circle = from_expression("sqrt(25 - x**2)", interval=(-4, 4))
    np.testing.assert_allclose(curvature(circle, np.linspace(-4, 4, 9)), 0.2, rtol=1e-13)


def test_curvature_of_a_steep_slope_does_not_overflow() -> None:
    with np.errstate(all="raise"):
        assert curvature(get("exp"), 700.0) == 0.0


def test_curvature_keeps_the_shape_of_x() -> None:
    assert curvature(get("gelu"), 1.0).shape == ()
    assert curvature(get("gelu"), np.zeros((2, 3))).shape == (2, 3)


def test_exp_peaks_at_minus_half_log_two() -> None:
    x, kappa = curvature_maxima(get("exp"))
    np.testing.assert_allclose(x, [-math.log(2) / 2], atol=1e-7)
    np.testing.assert_allclose(kappa, [2 / 27**0.5], rtol=1e-13)


def test_parabola_peaks_at_its_vertex() -> None:
    x, kappa = curvature_maxima(from_expression("(x - 1.2345)**2"))
    np.testing.assert_allclose(x, [1.2345], atol=1e-7)
    np.testing.assert_allclose(kappa, [2.0], rtol=1e-13)


@pytest.mark.parametrize(("name", "count"), [("sigmoid", 2), ("tanh", 2), ("gelu", 3), ("silu", 3), ("softplus", 1)])
def test_curvature_has_the_known_number_of_peaks(name: str, count: int) -> None:
    x, _ = curvature_maxima(get(name))
    assert len(x) == count


@pytest.mark.parametrize("name", names())
def test_peaks_are_local_maxima_inside_the_range(name: str) -> None:
    activation = get(name)
    for interval in (activation.interval, (-3.0, 1.5)):
        x, kappa = curvature_maxima(activation, interval)
        assert np.all(np.diff(x) > 0)
        assert np.all((interval[0] < x) & (x < interval[1]))
        np.testing.assert_array_equal(kappa, curvature(activation, x))
        for step in (-1e-3, 1e-3):
            assert np.all(curvature(activation, x + step) <= kappa)


def test_flat_function_has_no_peaks() -> None:
    x, kappa = curvature_maxima(get("hardsigmoid"))
    assert x.shape == kappa.shape == (0,)


def test_rounding_noise_in_flat_tails_is_no_peak() -> None:
    x, _ = curvature_maxima(from_expression("(exp(x)-exp(-x))/(exp(x)+exp(-x))"), (-50, 50))
    assert len(x) == 2
