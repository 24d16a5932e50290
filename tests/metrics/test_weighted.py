"""Weighted errors on the grid and on the whole range: against dense sampling, at jumps and spikes of the weight."""

from __future__ import annotations

import numpy as np
import pytest

import pwlact
from pwlact import functions
from pwlact.fit import sample
from pwlact.functions import Activation
from pwlact.metrics import exact_errors, weight_of
from pwlact.metrics.dense import Dense, dense_samples
from pwlact.metrics.weight import ErrorWeight
from pwlact.metrics.weighted import weighted_error, weighted_exact_errors, weighted_grid_errors, weighted_peaks
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


def worst_seen(activation: Activation, weight: ErrorWeight, pwl: PWL, dense: Dense, zeros: list[float]) -> float:
    """Return the largest error on 200,001 samples and on those about zeros, the largest ones looked at closer."""

    def error(x: np.ndarray) -> np.ndarray:
        y = activation.f(x)
        return weighted_error(pwl, x, y, weight.on(x, y), np.interp(x, dense.x, dense.noise))

    far = np.geomspace(1e-12, 0.1, 4000)
    about = [zero + side * far for zero in zeros for side in (-1.0, 1.0)]
    x = np.unique(
        np.clip(np.concatenate((np.linspace(*pwl.interval, 200_001), pwl.breakpoints, *about)), *pwl.interval)
    )
    e = error(x)
    top = np.argsort(e)[-20:]
    closer = np.linspace(x[np.maximum(top - 1, 0)], x[np.minimum(top + 1, x.size - 1)], 401)
    return max(float(e.max()), float(error(closer.ravel()).max()))


def test_two_peaks_between_samples_beside_a_double_zero_are_seen() -> None:
    found = pwlact.approximate(
        "x*sin(x)", interval=(-0.052, 1.948), segments=5, objective="relative", through=[(1.547, 1.557)]
    )
    activation, relative = functions.from_expression("x*sin(x)"), weight_of("relative")
    dense = dense_samples(activation, relative, found.pwl.interval, sample(activation, found.pwl.interval).x, 5)
    assert found.objective >= worst_seen(activation, relative, found.pwl, dense, [0.0]) * (1.0 - 1e-6)


ZEROS = {"silu": [0.0], "tanh": [0.0], "x*sin(x)": [0.0], "x**3-x": [-1.0, 0.0, 1.0], "x**2": [0.0], "x**3": [0.0]}


@pytest.mark.parametrize("weight", ["relative", "relative:1e-3", "ulp:bf16"])
@pytest.mark.parametrize("name", list(ZEROS))
def test_no_maximum_is_below_a_scan_about_the_zeros(name: str, weight: str) -> None:
    rng, named = np.random.default_rng(5), weight_of(weight)
    activation = functions.get(name) if name in ("silu", "tanh") else functions.from_expression(name)
    for segments in (3, 6, 12):
        interval = -rng.uniform(0.05, 1.5), rng.uniform(0.05, 2.0)
        dense = dense_samples(activation, named, interval, sample(activation, interval).x, segments)
        breakpoints = np.concatenate((interval[:1], np.sort(rng.uniform(*interval, segments - 1)), interval[1:]))
        values = activation.f(breakpoints) * (1.0 + rng.normal(0.0, 0.01, segments + 1))
        pwl = make_pwl(activation, breakpoints, values)
        found = weighted_peaks(activation, named, pwl, dense).error.max()
        assert found >= worst_seen(activation, named, pwl, dense, ZEROS[name]) * (1.0 - 1e-6)
