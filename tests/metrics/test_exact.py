"""Exact errors against brute force: dense samples, refined; integrals over thousands of small cells; mpmath."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import mpmath as mp  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from strategies import EVERY, PAPER, Array, activations, moved, ranges, spread_points, wide_ranges

from pwlact.fit import lstsq, sample
from pwlact.functions import Activation, Interval, Line, from_callable, from_expression, get
from pwlact.metrics import Errors, exact_errors, exact_worst, grid_errors
from pwlact.pwl import PWL, breakpoints_of, make_pwl

SHARP = (
    *map(get, ("silu:beta=1000", "softplus:beta=1000", "celu:alpha=0.001", "hardswish", "selu")),
    *map(from_expression, ("softplus(200 * (x - 5.03))", "tanh(40 * (x - 3.37))")),
)
# Distances from zero at which the sharpest of these functions may turn, ten to a decade.
GRADED = 10.0 ** np.arange(-8.0, 2.1, 0.1)
# Of subnormal errors a share may round to nothing, while their last bits differ: below this, errors are equal.
TINY = float(np.finfo(np.float64).tiny)


def highest(error: Callable[[Any], Any], x: Array, max_peaks: int = 8) -> float:
    """Return the largest |error|: that of the samples, or between them beside one of the highest `max_peaks` peaks."""
    size = np.abs(error(x))
    # Samples that only rounding parts are one, else a peak's neighbours enclose nothing.
    apart = np.diff(x, append=np.inf) > 1e-12
    x, sizes = x[apart], size[apart]
    tops = np.flatnonzero((sizes > np.append(-1.0, sizes[:-1])) & (sizes >= np.append(sizes[1:], -1.0)))
    found = [float(size.max())]
    for top in tops[np.argsort(sizes[tops])[-max_peaks:]]:
        bounds = (x[max(top - 1, 0)], x[min(top + 1, x.size - 1)])
        refined = minimize_scalar(
            lambda t: -abs(float(error(t))), bounds=bounds, method="bounded", options={"xatol": 1e-12}
        )
        found.append(-float(refined.fun))
    return max(found)


def brute_force(activation: Activation, pwl: PWL) -> Errors:
    """Return the errors by sampling some 10,000 cells, refining the peaks, and Gauss sums between sign changes."""
    low, high = pwl.interval
    corners = (*pwl.breakpoints, *activation.kinks, *activation.inflections, 0.0, 5.03, 3.37)
    graded = np.concatenate([centre + sign * GRADED for centre in (0.0, 5.03, 3.37) for sign in (-1, 1)])
    thresholds = np.unique(np.clip(np.concatenate((corners, graded, np.linspace(low, high, 41))), low, high))
    x = np.unique(np.concatenate([np.linspace(a, b, 17) for a, b in pairwise(thresholds)]))

    def error(t: Any) -> Any:
        return activation(t) - pwl(t)

    e = error(x)
    changes = np.flatnonzero(np.diff(np.sign(e)) != 0)
    zeros = [brentq(lambda t: float(error(t)), x[i], x[i + 1], xtol=1e-15) for i in changes]
    edges = np.unique(np.concatenate((x, zeros)))
    node, weight = np.polynomial.legendre.leggauss(10)
    half = 0.5 * np.diff(edges)[:, None]
    inner = error(edges[:-1, None] + half + half * node)
    return Errors(
        max=highest(error, x),
        mean=float(np.sum(half * np.abs(inner) * weight)) / (high - low),
        mse=float(np.sum(half * inner**2 * weight)) / (high - low),
    )


def check(activation: Activation, pwl: PWL) -> None:
    exact, wanted = exact_errors(activation, pwl), brute_force(activation, pwl)
    scale = float(np.max(np.abs(np.concatenate((pwl.values, activation.f(pwl.breakpoints)))))) + wanted.max
    rounding = 1e-14 * scale + TINY
    assert wanted.max <= exact.max + rounding  # no sample is worse than the exact maximum,
    assert exact.max <= wanted.max + 1e-8 * wanted.max + rounding  # and the refined ones come close
    assert abs(exact.mean - wanted.mean) <= 1e-11 * wanted.max + rounding
    assert abs(exact.mse - wanted.mse) <= 1e-11 * wanted.max**2 + 1e-14 * scale * wanted.max + TINY
    assert exact.mean <= exact.max + 1e-15 * scale + TINY
    assert exact.mse <= (exact.max + 1e-15 * scale) ** 2 * (1 + 1e-12) + TINY


def fitted(activation: Activation, points: Array, interval: Interval) -> PWL:
    breakpoints = breakpoints_of(points, interval)
    return make_pwl(activation, breakpoints, lstsq(sample(activation, interval), breakpoints).values)


@st.composite
def shaken(draw: st.DrawFn, activation: Activation, interval: Interval) -> PWL:
    """Draw a PWL that need not be a good one: a fit, or its values moved."""
    pwl = fitted(activation, draw(spread_points(interval, max_points=12)), interval)
    move = draw(st.sampled_from([0.0, 1e-3, 0.3])) * (1.0 + np.max(np.abs(pwl.values)))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    return make_pwl(activation, pwl.breakpoints, pwl.values + move * rng.normal(size=pwl.values.size))


@given(st.data())
@settings(max_examples=120)
def test_errors_are_those_of_brute_force(data: st.DataObject) -> None:
    activation = data.draw(activations())
    check(activation, data.draw(shaken(activation, data.draw(ranges()))))


@given(st.data())
@settings(max_examples=40)
def test_errors_are_those_of_brute_force_for_sharp_bends(data: st.DataObject) -> None:
    activation = data.draw(st.sampled_from(SHARP))
    check(activation, data.draw(shaken(activation, data.draw(ranges()))))


@given(st.data())
@settings(max_examples=20)
def test_errors_are_those_of_brute_force_on_wide_ranges(data: st.DataObject) -> None:
    activation = data.draw(
        st.sampled_from([a for a in EVERY if a.expression is None and a.name not in ("exp", "exp2")])
    )
    check(activation, data.draw(shaken(activation, data.draw(wide_ranges()))))


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
@pytest.mark.parametrize("interval", [PAPER, (0.0, 0.01)])
def test_errors_are_those_of_brute_force_for_every_function(activation: Activation, interval: Interval) -> None:
    low, high = interval
    for segments in (1, 4, 9):
        check(activation, fitted(activation, np.linspace(low, high, segments + 1)[1:-1], interval))


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "elu", "elu:alpha=0.5", "selu", "hardswish", "softsign"])
def test_integrals_equal_quadpack(name: str) -> None:
    activation = get(name)
    pwl = fitted(activation, np.array([-4.1, -1.3, 0.2, 2.7]), PAPER)
    exact = exact_errors(activation, pwl)
    for power, got in ((1, exact.mean), (2, exact.mse)):
        thresholds = np.unique(np.concatenate((pwl.breakpoints, activation.kinks, [0.0])))
        total = sum(
            quad(
                lambda x, power=power: float(np.abs(activation(x) - pwl(x))) ** power,
                a,
                b,
                epsabs=1e-12,
                limit=200,
            )[0]
            for a, b in pairwise(thresholds)
        )
        assert got == pytest.approx(total / 16.0, abs=1e-10)


def test_a_chord_of_exp_by_hand() -> None:
    """On [-1, 0] the chord of exp is above it, by most where exp(x) = slope."""
    pwl = PWL(
        breakpoints=np.array([-1.0, 0.0]),
        values=np.exp([-1.0, 0.0]),
        left_tail=Line(0.0, 0.0),
        right_tail=Line(0.0, 1.0),
    )
    with mp.workdps(40):
        slope = 1 - mp.exp(-1)
        worst = 1 + slope * mp.log(slope) - slope
        mean = mp.quad(lambda x: 1 + slope * x - mp.exp(x), [-1, 0])
        mse = mp.quad(lambda x: (1 + slope * x - mp.exp(x)) ** 2, [-1, 0])
    got = exact_errors(get("exp"), pwl)
    assert got.max == pytest.approx(float(worst), rel=1e-14)
    assert got.mean == pytest.approx(float(mean), rel=1e-13)
    assert got.mse == pytest.approx(float(mse), rel=1e-13)


def test_absolute_value_by_hand() -> None:
    """The level line 1/2 on [-1, 1] is off by 1/2 at most, 1/4 on average."""
    activation = from_expression("abs(x)")
    pwl = make_pwl(activation, np.array([-1.0, 1.0]), np.array([0.5, 0.5]))
    got = exact_errors(activation, pwl)
    assert (got.max, got.mean) == pytest.approx((0.5, 0.25), rel=1e-14)
    assert got.mse == pytest.approx(1 / 12, rel=1e-14)


def test_a_function_that_is_its_own_approximation_has_no_error() -> None:
    for activation, knots in (
        (get("hardsigmoid"), [-8.0, -3.0, 3.0, 8.0]),
        (from_expression("abs(x)"), [-8.0, 0.0, 8.0]),
    ):
        x = np.array(knots)
        got = exact_errors(activation, make_pwl(activation, x, activation.f(x)))
        assert got.max <= 2e-15
        assert got.mean <= 2e-15
        assert got.mse <= 1e-29


def test_a_custom_function_beyond_the_range_that_it_was_made_for() -> None:
    near, far = (from_expression("sin(x) + x / 3", interval=interval) for interval in ((-1.0, 1.0), (-12.0, 12.0)))
    pwl = make_pwl(far, np.linspace(-12.0, 12.0, 6), np.linspace(-4.0, 4.0, 6))
    assert exact_errors(near, pwl).max == pytest.approx(exact_errors(far, pwl).max, rel=1e-13)
    assert exact_errors(near, pwl).mean == pytest.approx(exact_errors(far, pwl).mean, rel=1e-12)
    check(far, pwl)


def test_a_python_function_with_derivatives_by_differences() -> None:
    ours = from_callable(np.tanh, name="mine")
    pwl = fitted(get("tanh"), np.array([-1.5, 1.5]), PAPER)
    wanted = exact_errors(get("tanh"), pwl)
    got = exact_errors(ours, pwl)
    assert (got.max, got.mean, got.mse) == pytest.approx((wanted.max, wanted.mean, wanted.mse), rel=1e-10)


@given(st.data())
@settings(max_examples=60)
def test_the_exact_maximum_is_at_least_the_grids(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(ranges())
    pwl = data.draw(shaken(activation, interval))
    grid, exact = grid_errors(sample(activation, interval), pwl), exact_errors(activation, pwl)
    scale = float(np.max(np.abs(activation.f(pwl.breakpoints))) + np.max(np.abs(pwl.values)))
    assert grid.max <= exact.max + 1e-14 * scale


@given(st.data(), activations(), ranges())
@settings(max_examples=40)
def test_the_worst_error_is_where_it_is_said_to_be(
    data: st.DataObject, activation: Activation, interval: Interval
) -> None:
    interval = moved(activation, interval)
    b = breakpoints_of(data.draw(spread_points(interval, 4)), interval)
    pwl = make_pwl(activation, b, activation(b) + 0.1 * np.sin(5.0 * b))
    error, at = exact_worst(activation, pwl)
    assert error == exact_errors(activation, pwl).max
    assert interval[0] <= at <= interval[1]
    assert abs(activation(at) - pwl(at)) == pytest.approx(error, rel=1e-9, abs=1e-12 * np.abs(pwl.values).max())
