"""A tabulated function against the function itself, and its compiled questions against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from strategies import EVERY, PAPER, Array, activations, ranges

from pwlact.fit import Curve, curve_of
from pwlact.fit.curve import SIGN, START, STEP
from pwlact.fit.curve_kernels import run_at, slope_on, value_at
from pwlact.functions import Activation, Interval, get

ODD_RANGES: tuple[Interval, ...] = (
    PAPER,
    (-8.0, 0.0),
    (0.0, 8.0),
    (-3.3, 1e-3),
    (-0.5, 0.25),
    (2.0, 10.0),
    (5.0, 5.01),
    (0.0, 1e-3),
)
VALUE = 1e-13  # of the largest value; rounding but for the sharpest bends, which take more nodes than there are
SLOPE = 1e-7  # of the largest slope, beside steps of f''


def positions(curve: Curve, seed: int) -> Array:
    """Return points all over the range, more of them beside the ends of runs."""
    low, high = curve.interval
    rng = np.random.default_rng(seed)
    beside = np.concatenate([curve.tables.convex_runs[:, START] + (high - low) * shift for shift in (-1e-7, 0.0, 1e-7)])
    x = np.concatenate((np.linspace(low, high, 500), rng.uniform(low, high, 1000), beside))
    return np.clip(x, low, high)


def rounding(activation: Activation, x: Array) -> float:
    """Return by how much f itself is rounded: its steps between neighbouring doubles, and an expression's terms."""
    steps = np.abs(activation.f(np.nextafter(x, np.inf)) - activation.f(x))
    return float(np.max(steps)) + (1e-15 if activation.expression else 0.0)


def check(activation: Activation, interval: Interval) -> None:
    curve = curve_of(activation, interval)
    t = curve.tables
    x = positions(curve, seed=1)
    scale = float(np.max(np.abs(activation.f(x))))
    assert curve.scale <= scale * 1.01  # a narrow bend may lie between these positions
    values = np.array([value_at(t, at) for at in x])
    noise = 4.0 * rounding(activation, x)
    assert np.max(np.abs(values - activation.f(x))) <= VALUE * scale + noise
    inside = np.min(np.abs(x[:, None] - t.convex_runs[:, START]), axis=1) > 1e-8 * (interval[1] - interval[0])
    convex_runs = [run_at(t, at) for at in x[inside]]
    slopes = np.array([slope_on(t, k, at) for k, at in zip(convex_runs, x[inside], strict=True)])
    wanted = activation.df(x[inside])
    # Differences of values are no better than the values: by the step of the run, which may be a thin one.
    noises = (1e-15 * scale + 2.0 * noise) / t.convex_runs[convex_runs, STEP]
    assert np.all(np.abs(slopes - wanted) <= SLOPE * np.max(np.abs(wanted)) + noises)


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
@pytest.mark.parametrize("interval", ODD_RANGES, ids=str)
def test_the_curve_is_the_function(activation: Activation, interval: Interval) -> None:
    check(activation, interval)


@given(activations(), ranges())
@settings(max_examples=60)
def test_the_curve_is_the_function_on_any_range(activation: Activation, interval: Interval) -> None:
    check(activation, interval)


@pytest.mark.parametrize("name", ["elu", "celu", "elu:alpha=0.5", "celu:alpha=0.1", "selu", "hardswish"])
@pytest.mark.parametrize("interval", [(-3.3, 1e-3), (-1.7, 2.9), (-0.001, 3.3), (-7.1, 0.37)], ids=str)
def test_a_step_of_the_second_derivative_is_no_less_exact(name: str, interval: Interval) -> None:
    activation = get(name)
    curve = curve_of(activation, interval)
    x = np.concatenate((np.linspace(-1e-4, 1e-4, 2001), curve.tables.convex_runs[:, START]))
    x = np.clip(x, *interval)
    values = np.array([value_at(curve.tables, at) for at in x])
    assert np.max(np.abs(values - activation.f(x))) <= VALUE * curve.scale


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_a_run_bends_one_way_as_its_sign_says(activation: Activation) -> None:
    curve = curve_of(activation, PAPER)
    convex_runs = curve.tables.convex_runs
    for k in range(convex_runs.shape[0] - 1):
        x = np.linspace(convex_runs[k, START], convex_runs[k + 1, START], 2001)[1:-1]
        slopes = activation.df(x) * convex_runs[k, SIGN]
        assert np.all(np.diff(slopes) >= -1e-12 * np.max(np.abs(slopes)))
