"""Weighted errors on the grid and on the whole range: against dense sampling, at jumps and spikes of the weight."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact import functions
from pwlact.fit import sample
from pwlact.metrics import exact_errors, weight_of
from pwlact.metrics.dense import dense_samples
from pwlact.metrics.weighted import weighted_exact_errors, weighted_grid_errors, weighted_peaks
from pwlact.pwl import PWL, make_pwl

WEIGHTS = ["relative", "relative:1e-2", "ulp:bf16", "ulp:fp16", "1/(abs(x)+0.1)", "exp(-x**2)+0.001"]


def approximation(name: str, interval: tuple[float, float]) -> PWL:
    activation = functions.get(name)
    breakpoints = np.linspace(*interval, 8)
    return make_pwl(activation, breakpoints, activation.f(breakpoints))


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize(
    ("name", "interval"), [("sigmoid", (-6.0, 5.0)), ("exp", (-8.0, 0.0)), ("softplus", (-4.0, 4.0))]
)
def test_maximum_and_means_are_those_of_a_million_samples(
    name: str, interval: tuple[float, float], weight: str
) -> None:
    activation, named, pwl = functions.get(name), weight_of(weight), approximation(name, interval)
    dense = dense_samples(activation, named, interval, sample(activation, interval).x, pwl.segments)
    found = weighted_exact_errors(activation, named, pwl, dense)
    x = np.linspace(*interval, 1_000_001)
    y = activation.f(x)
    error = named.on(x, y) * np.abs(pwl(x) - y)
    assert found.max == pytest.approx(error.max(), rel=2e-4)
    assert found.max >= error.max() * (1.0 - 1e-9)
    assert found.mean == pytest.approx(error.mean(), rel=2e-5)
    assert found.mse == pytest.approx((error**2).mean(), rel=2e-5)


def test_a_weight_of_one_gives_the_exact_errors() -> None:
    activation, pwl = functions.get("gelu"), approximation("gelu", (-8.0, 8.0))
    one = weight_of("1 + 1e-30*x")
    dense = dense_samples(activation, one, pwl.interval, sample(activation, pwl.interval).x, pwl.segments)
    found, exact = weighted_exact_errors(activation, one, pwl, dense), exact_errors(activation, pwl)
    assert (found.max, found.mean, found.mse) == pytest.approx((exact.max, exact.mean, exact.mse), rel=1e-8)


def test_the_largest_peak_says_where_the_maximum_is() -> None:
    activation, pwl, relative = functions.get("exp"), approximation("exp", (-8.0, 0.0)), weight_of("relative")
    dense = dense_samples(activation, relative, pwl.interval, np.linspace(-8.0, 0.0, 2001), pwl.segments)
    peaks = weighted_peaks(activation, relative, pwl, dense)
    worst = peaks.x[peaks.error.argmax()]
    assert np.all(np.diff(peaks.x) >= 0.0)
    assert abs(pwl(float(worst)) - np.exp(worst)) / np.exp(worst) == pytest.approx(peaks.error.max(), rel=1e-12)


def test_grid_errors_take_weights_of_errors_and_of_inputs() -> None:
    activation, pwl = functions.get("sigmoid"), approximation("sigmoid", (-8.0, 8.0))
    samples = sample(activation, pwl.interval)
    w, shares = 1.0 / samples.y, np.exp(-(samples.x**2))
    shares /= shares.sum()
    found = weighted_grid_errors(pwl, samples, w, shares)
    error = w * np.abs(pwl(samples.x) - samples.y)
    assert (found.max, found.mean, found.mse) == pytest.approx((error.max(), shares @ error, shares @ error**2))


def test_weighted_means_leave_rounding_out_as_the_maximum_does() -> None:
    found = pwlact.approximate("gelu", objective="ulp", weight="ulp:bf16")
    weighted = found.errors.weighted
    assert weighted is not None
    assert weighted.mean <= weighted.max
    assert weighted.mse <= weighted.max**2
