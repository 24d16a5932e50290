"""Compiled evaluation of a curve against brute force: points of a given slope, and extremes over a line."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from strategies import PAPER, activations, ranges

from pwlact.fit import curve_of
from pwlact.fit.curve import SIGN, START
from pwlact.fit.curve_kernels import extreme, touch
from pwlact.functions import get

VALUE = 1e-13  # of the largest value; rounding but for the sharpest bends, which need more nodes than there are


@given(st.data())
@settings(max_examples=150)
def test_a_touching_point_has_the_given_slope(data: st.DataObject) -> None:
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

        def off(at: float) -> float:
            return float(activation.df(np.clip(np.array([at]), a + inset, b - inset))[0]) - slope

        root = brentq(off, left, right, xtol=1e-14)
        line = float(sign * (activation(root) - slope * root))
        assert here <= line + noise


@given(st.data())
@settings(max_examples=200)
def test_the_extreme_over_a_line_is_that_of_brute_force(data: st.DataObject) -> None:
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


def test_the_extreme_of_a_level_function_lies_on_the_level() -> None:
    curve = curve_of(get("hardsigmoid"), PAPER)
    assert extreme(curve.tables, 1.0, 0.0, -8.0, 8.0)[0] == 1.0
    value, where = extreme(curve.tables, -1.0, 0.0, -8.0, -3.5)
    assert value == 0.0
    assert -8.0 <= where <= -3.5
