"""Knots, segments and hinges say the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import Array, ranges, spread_points

from pwlact.functions import Line
from pwlact.pwl import PWL, breakpoints_of, values_from_hinges

ZERO = Line(0.0, 0.0)


@st.composite
def pwls(draw: st.DrawFn) -> PWL:
    interval = draw(ranges())
    breakpoints = breakpoints_of(draw(spread_points(interval)), interval)
    values = draw(hnp.arrays(np.float64, breakpoints.shape, elements=st.floats(-100, 100)))
    return PWL(breakpoints=breakpoints, values=values, left_tail=ZERO, right_tail=ZERO)


def rounding(pwl: PWL) -> float:
    """Return what cancellation may leave: eps times the largest number that the forms hold."""
    slopes = np.diff(pwl.values) / np.diff(pwl.breakpoints)
    reach = float(np.max(np.abs(pwl.breakpoints)))
    return 1e-15 * pwl.breakpoints.size * (100.0 + 4.0 * reach * float(np.max(np.abs(slopes))))


def inside(pwl: PWL) -> Array:
    low, high = pwl.interval
    return np.clip(np.concatenate((np.linspace(low, high, 301), pwl.breakpoints)), low, high)


def test_all_forms_of_a_pwl_computed_by_hand() -> None:
    pwl = PWL(breakpoints=np.array([-1.0, 0.0, 2.0]), values=np.array([3.0, 1.0, 5.0]), left_tail=ZERO, right_tail=ZERO)
    slopes, intercepts = pwl.slopes, pwl.intercepts
    assert slopes.tolist() == [-2.0, 2.0]
    assert intercepts.tolist() == [1.0, 1.0]
    assert pwl.betas.tolist() == [3.0, -2.0, 4.0]
    assert values_from_hinges(pwl.breakpoints, np.array([3.0, -2.0, 4.0])).tolist() == [3.0, 1.0, 5.0]


@given(pwls())
def test_segments_agree_with_knots(pwl: PWL) -> None:
    slopes, intercepts = pwl.slopes, pwl.intercepts
    for k in range(pwl.segments):
        x = np.linspace(pwl.breakpoints[k], pwl.breakpoints[k + 1], 7)
        wanted = [
            (pwl.values[k] * (6 - i) + pwl.values[k + 1] * i) / 6 for i in range(7)
        ]  # equal steps between two knots
        assert np.allclose(slopes[k] * x + intercepts[k], wanted, rtol=0.0, atol=rounding(pwl))


@given(pwls())
def test_hinges_agree_with_knots(pwl: PWL) -> None:
    first, *rest = pwl.betas
    x = inside(pwl)
    p = np.full_like(x, first)
    for beta, b in zip(rest, pwl.breakpoints[:-1], strict=True):
        p += beta * np.maximum(x - b, 0.0)
    assert np.allclose(p, pwl(x), rtol=0.0, atol=rounding(pwl))


@given(pwls())
def test_hinges_round_trip(pwl: PWL) -> None:
    values = values_from_hinges(pwl.breakpoints, pwl.betas)
    assert np.allclose(values, pwl.values, rtol=0.0, atol=rounding(pwl))


@given(st.data())
def test_values_are_the_hinge_sum_at_the_breakpoints(data: st.DataObject) -> None:
    interval = data.draw(ranges())
    breakpoints = breakpoints_of(data.draw(spread_points(interval)), interval)
    betas = data.draw(hnp.arrays(np.float64, breakpoints.shape, elements=st.floats(-100, 100)))
    wanted = [
        betas[0] + sum(beta * max(x - b, 0.0) for beta, b in zip(betas[1:], breakpoints[:-1], strict=True))
        for x in breakpoints
    ]
    assert np.allclose(values_from_hinges(breakpoints, betas), wanted, rtol=0.0, atol=1e-9)
