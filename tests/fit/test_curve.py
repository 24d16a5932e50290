"""A tabulated function against the function itself, and its compiled questions against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from strategies import EVERY, PAPER, Array, activations, ranges

from pwlact.fit import Curve, curve_of
from pwlact.fit.curve import SIGN, START, STEP
from pwlact.fit.curve_kernels import extreme, run_at, slope_on, touch, value_at
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


def places(curve: Curve, seed: int) -> Array:
    """Return places all over the range, more of them beside cuts and ends."""
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
    x = places(curve, seed=1)
    scale = float(np.max(np.abs(activation.f(x))))
    assert curve.scale <= scale * 1.01  # a narrow bend may lie between these places
    values = np.array([value_at(t, place) for place in x])
    noise = 4.0 * rounding(activation, x)
    assert np.max(np.abs(values - activation.f(x))) <= VALUE * scale + noise
    inside = np.min(np.abs(x[:, None] - t.convex_runs[:, START]), axis=1) > 1e-8 * (interval[1] - interval[0])
    convex_runs = [run_at(t, place) for place in x[inside]]
    slopes = np.array([slope_on(t, k, place) for k, place in zip(convex_runs, x[inside], strict=True)])
    wanted = activation.df(x[inside])
    # Differences of values are no better than the values: by the step of the stretch, which may be a thin one.
    noises = (1e-15 * scale + 2.0 * noise) / t.convex_runs[convex_runs, STEP]
    assert np.all(np.abs(slopes - wanted) <= SLOPE * np.max(np.abs(wanted)) + noises)


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
@pytest.mark.parametrize("interval", ODD_RANGES, ids=str)
def test_is_the_function(activation: Activation, interval: Interval) -> None:
    check(activation, interval)


@given(activations(), ranges())
@settings(max_examples=60)
def test_is_the_function_on_any_range(activation: Activation, interval: Interval) -> None:
    check(activation, interval)


@pytest.mark.parametrize("name", ["elu", "celu", "elu:alpha=0.5", "celu:alpha=0.1", "selu", "hardswish"])
@pytest.mark.parametrize("interval", [(-3.3, 1e-3), (-1.7, 2.9), (-0.001, 3.3), (-7.1, 0.37)], ids=str)
def test_a_step_of_the_second_derivative_is_no_less_exact(name: str, interval: Interval) -> None:
    activation = get(name)
    curve = curve_of(activation, interval)
    x = np.concatenate((np.linspace(-1e-4, 1e-4, 2001), curve.tables.convex_runs[:, START]))
    x = np.clip(x, *interval)
    values = np.array([value_at(curve.tables, place) for place in x])
    assert np.max(np.abs(values - activation.f(x))) <= VALUE * curve.scale


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
def test_a_stretch_bends_one_way_as_its_sign_says(activation: Activation) -> None:
    curve = curve_of(activation, PAPER)
    convex_runs = curve.tables.convex_runs
    for k in range(convex_runs.shape[0] - 1):
        x = np.linspace(convex_runs[k, START], convex_runs[k + 1, START], 2001)[1:-1]
        slopes = activation.df(x) * convex_runs[k, SIGN]
        assert np.all(np.diff(slopes) >= -1e-12 * np.max(np.abs(slopes)))


@given(st.data())
@settings(max_examples=150)
def test_touches_where_the_slope_is(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    curve = curve_of(activation, interval)
    t = curve.tables
    k = data.draw(st.integers(0, t.convex_runs.shape[0] - 2))
    a, b = t.convex_runs[k, START], t.convex_runs[k + 1, START]
    left, right = sorted(a + (b - a) * data.draw(st.floats(0.0, 1.0)) for _ in range(2))
    if not left < right:
        return
    inset = 1e-12 * (b - a)
    ends = activation.df(np.clip(np.array([left, right]), a + inset, b - inset))
    slope = float(ends[0] + (ends[1] - ends[0]) * data.draw(st.floats(-0.5, 1.5)))
    x = touch(t, k, slope, left, right)
    assert left <= x <= right
    # What a tangent touches is the extreme of f less the line, whatever side of it f bends to.
    grid = np.linspace(left, right, 3001)
    sign = t.convex_runs[k, SIGN]
    best = np.min(sign * (activation.f(grid) - slope * grid))
    here = float(sign * (activation(x) - slope * x))
    noise = VALUE * (curve.scale + abs(slope) * max(map(abs, interval)))
    assert here <= best + noise
    inner = float(min(ends)) < slope < float(max(ends))
    if inner and abs(ends[1] - ends[0]) > 1e-3:

        def off(place: float) -> float:
            return float(activation.df(np.clip(np.array([place]), a + inset, b - inset))[0]) - slope

        root = brentq(off, left, right, xtol=1e-14)
        line = float(sign * (activation(root) - slope * root))
        assert here <= line + noise


@given(st.data())
@settings(max_examples=200)
def test_the_extreme_over_a_line_is_brute_forces(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    low, high = interval
    curve = curve_of(activation, interval)
    left, right = sorted(low + (high - low) * data.draw(st.floats(0.0, 1.0)) for _ in range(2))
    steepest = float(np.max(np.abs(activation.df(np.linspace(low, high, 101)[1:-1]))))
    slope = 1.5 * steepest * data.draw(st.floats(-1.0, 1.0))
    sign = data.draw(st.sampled_from([1.0, -1.0]))
    found, where = extreme(curve.tables, sign, slope, left, right)
    assert left <= where <= right
    noise = VALUE * (curve.scale + abs(slope) * max(abs(low), abs(high)))
    assert abs(float(sign * (activation(where) - slope * where)) - found) <= noise
    x = np.linspace(left, right, 4001)
    x = np.concatenate((x, [kink for kink in activation.kinks if left < kink < right]))
    over = sign * (activation.f(x) - slope * x)
    best = float(np.max(over))
    assert best <= found + noise
    # Between samples f rises above the best of them by no more than f' changes on a step.
    step = (right - left) / 4000
    slopes = activation.df(np.clip(np.linspace(left, right, 40_001), np.nextafter(left, right), right))
    change = float(np.max(np.abs(np.diff(slopes)))) * 10.0 if slopes.size else 0.0
    assert found <= best + step * change + noise


def test_the_extreme_where_the_function_is_level() -> None:
    curve = curve_of(get("hardsigmoid"), PAPER)
    assert extreme(curve.tables, 1.0, 0.0, -8.0, 8.0)[0] == 1.0
    value, where = extreme(curve.tables, -1.0, 0.0, -8.0, -3.5)
    assert value == 0.0
    assert -8.0 <= where <= -3.5
