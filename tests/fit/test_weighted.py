"""Weighted least squares against dense solvers, and against the unweighted fit where weights are uniform."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import hat_matrix
from strategies import PAPER, Array, activations, crowded_points, one_sided_ranges, short_ranges, spread_points

from pwlact.fit import Fits, Pins, Samples, lstsq_batch, sample, weighted_batch
from pwlact.functions import get
from pwlact.pwl import breakpoints_of

PINS: tuple[Pins, ...] = ((None, None), (0.25, None), (None, -1.0), (0.0, 0.5))


def uniform(samples: Samples) -> Array:
    return np.full(samples.x.size, 1.0 / samples.x.size)


def bell(samples: Samples, centre: float, width: float) -> Array:
    weight = np.exp(-0.5 * ((samples.x - centre) / width) ** 2)
    return np.asarray(weight / weight.sum())


def check_errors(samples: Samples, weights: Array, breakpoints: Array, fits: Fits) -> Array:
    """Check the errors against all samples; return p there."""
    p = np.interp(samples.x, breakpoints, fits.values[0])
    error = np.abs(p - samples.y)
    scale = max(np.abs(samples.y).max(), np.abs(fits.values).max())
    assert fits.max_error[0] == pytest.approx(error.max(), abs=1e-9 * scale)
    assert fits.mean_error[0] == pytest.approx(weights @ error, abs=1e-9 * scale)
    return p


def dense(matrix: Array, y: Array, weights: Array, pins: Pins) -> Array:
    """Return the values by a dense solver, pinned columns eliminated."""
    root = np.sqrt(weights)
    held = {j: pin for j, pin in ((0, pins[0]), (matrix.shape[1] - 1, pins[1])) if pin is not None}
    free = [j for j in range(matrix.shape[1]) if j not in held]
    values = np.zeros(matrix.shape[1])
    for j, pin in held.items():
        values[j] = pin
    rest = (y - matrix @ values) * root
    if free:
        values[free] = scipy.linalg.lstsq(matrix[:, free] * root[:, None], rest)[0]
    return values


@pytest.mark.parametrize("pins", PINS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_is_the_dense_weighted_fit(pins: Pins, data: st.DataObject) -> None:
    interval = data.draw(short_ranges() | one_sided_ranges())
    samples = sample(data.draw(activations()), interval)
    breakpoints = breakpoints_of(data.draw(spread_points(interval, max_points=10)), interval)
    low, high = interval
    centre, width = data.draw(st.floats(low, high)), data.draw(st.floats(0.3, 2.0)) * (high - low)
    weights = bell(samples, centre, width)
    fits = weighted_batch(samples, weights, breakpoints[None, :], pins)
    p = check_errors(samples, weights, breakpoints, fits)
    matrix = hat_matrix(samples.x, breakpoints)
    wanted = matrix @ dense(matrix, samples.y, weights, pins)
    scale = max(np.abs(samples.y).max(), 1.0)
    seen = np.sqrt(weights / weights.max())  # a share of no weight is not determined well
    assert np.max(seen * np.abs(p - wanted)) <= 1e-7 * scale
    for value, pin in zip(fits.values[0, [0, -1]], pins, strict=True):
        assert pin is None or value == pin


@pytest.mark.parametrize("pins", PINS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_uniform_weights_are_no_weights(pins: Pins, data: st.DataObject) -> None:
    interval = data.draw(short_ranges() | st.just(PAPER))
    samples = sample(data.draw(activations()), interval)
    breakpoints = breakpoints_of(data.draw(spread_points(interval) | crowded_points(interval)), interval)[None, :]
    weighted = weighted_batch(samples, uniform(samples), breakpoints, pins)
    plain = lstsq_batch(samples, breakpoints, pins)
    p, q = (np.interp(samples.x, breakpoints[0], fits.values[0]) for fits in (weighted, plain))
    scale = max(np.abs(samples.y).max(), 1.0)
    assert weighted.rank[0] == plain.rank[0]
    assert np.max(np.abs(p - q)) <= 1e-8 * scale
    assert weighted.max_error[0] == pytest.approx(plain.max_error[0], abs=1e-8 * scale)
    assert weighted.mean_error[0] == pytest.approx(plain.mean_error[0], abs=1e-8 * scale)


@pytest.mark.parametrize("pins", PINS[1:])
def test_pins_are_those_of_a_bounded_solver(pins: Pins) -> None:
    samples = sample(get("gelu"), (-2.0, 1.5))
    breakpoints = np.array([-2.0, -1.3, -0.2, 0.45, 1.5])
    matrix, root = hat_matrix(samples.x, breakpoints), np.sqrt(bell(samples, 0.0, 1.0))
    slack = 1e-12  # the solver wants room between bounds
    low, high = np.full(5, -np.inf), np.full(5, np.inf)
    for j, pin in ((0, pins[0]), (4, pins[1])):
        if pin is not None:
            low[j], high[j] = pin - slack, pin + slack
    wanted = scipy.optimize.lsq_linear(matrix * root[:, None], samples.y * root, (low, high), tol=1e-14).x
    found = weighted_batch(samples, root**2, breakpoints[None, :], pins).values[0]
    assert found == pytest.approx(wanted, abs=1e-7)
    unweighted = scipy.optimize.lsq_linear(matrix, samples.y, (low, high), tol=1e-14).x
    assert lstsq_batch(samples, breakpoints[None, :], pins).values[0] == pytest.approx(unweighted, abs=1e-7)


def test_values_without_weight_are_the_functions_own() -> None:
    samples = sample(get("silu"), PAPER)
    weights = np.where((samples.x > -1.0) & (samples.x < 1.0), 1.0, 0.0)
    weights /= weights.sum()
    breakpoints = np.array([-8.0, -6.0, -3.0, -1.5, 0.0, 1.2, 4.0, 8.0])
    fits = weighted_batch(samples, weights, breakpoints[None, :])
    assert fits.rank[0] == 3  # at -1.5, 0 and 1.2
    away = [0, 1, 2, 6, 7]
    assert fits.values[0, away] == pytest.approx(get("silu")(breakpoints[away]), abs=1e-12)
    p = check_errors(samples, weights, breakpoints, fits)
    matrix = hat_matrix(samples.x, breakpoints)[:, 3:6]
    inside = weights > 0.0
    wanted = matrix[inside] @ scipy.linalg.lstsq(matrix[inside], samples.y[inside])[0]
    assert np.max(np.abs(p[inside] - wanted)) <= 1e-10


def test_faint_weights_still_decide() -> None:
    samples = sample(get("gelu"), PAPER)
    weights = bell(samples, 0.0, 1.0)  # 1e-14 of the peak at the ends
    breakpoints = np.linspace(-8.0, 8.0, 17)
    fits = weighted_batch(samples, weights, breakpoints[None, :])
    assert fits.rank[0] == 17
    matrix = hat_matrix(samples.x, breakpoints) * np.sqrt(weights)[:, None]
    sizes = np.linalg.norm(matrix, axis=0)
    wanted = scipy.linalg.lstsq(matrix / sizes, samples.y * np.sqrt(weights))[0] / sizes
    assert fits.values[0] == pytest.approx(wanted, abs=1e-6)


def test_rows_do_not_touch_each_other() -> None:
    samples = sample(get("tanh"), PAPER)
    weights = bell(samples, 1.0, 2.0)
    rows = np.sort(np.random.default_rng(5).uniform(-7.9, 7.9, (6, 4)), axis=1)
    rows = np.concatenate((np.full((6, 1), -8.0), rows, np.full((6, 1), 8.0)), axis=1)
    together = weighted_batch(samples, weights, rows)
    for i, row in enumerate(rows):
        alone = weighted_batch(samples, weights, row[None, :])
        assert np.array_equal(alone.values[0], together.values[i])
        assert alone.mean_error[0] == together.mean_error[i]
