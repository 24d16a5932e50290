"""The compiled fit against the readable one, dense projections and loops over all samples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import exact_values, hat_matrix, projection
from references.isocc2023 import DECIMALS, INTERVAL, PUBLISHED, SAMPLES, Published
from strategies import (
    EVERY,
    PAPER,
    Array,
    activations,
    crowded_points,
    narrow_ranges,
    one_sided_ranges,
    ranges,
    short_ranges,
    spread_points,
    wide_ranges,
)

from pwlact.fit import Fit, Samples, hinge_matrix, lstsq, lstsq_batch, lstsq_betas, sample
from pwlact.functions import Activation, get
from pwlact.pwl import breakpoints_of


class Case(NamedTuple):
    """A function, sampled, with breakpoints."""

    activation: Activation
    samples: Samples
    breakpoints: Array


@st.composite
def cases(draw: st.DrawFn, crowded: bool = False, paper: bool = False) -> Case:
    """Draw a case; of 1,001 to 8,001 samples unless it is on the paper's range."""
    interval = PAPER if paper else draw(narrow_ranges() | short_ranges() | one_sided_ranges())
    points = draw(crowded_points(interval) if crowded else spread_points(interval))
    activation = draw(activations())
    return Case(activation, sample(activation, interval), breakpoints_of(points, interval))


def check_errors(samples: Samples, breakpoints: Array, fit: Fit) -> Array:
    """Check the errors against all samples; return p at the samples."""
    p = np.interp(samples.x, breakpoints, fit.values)
    error = np.abs(p - samples.y)
    # Steep pieces make of the last bit of x more than the last bit of y.
    steepest = np.max(np.abs(np.diff(fit.values) / np.diff(breakpoints)))
    bound = 1e-10 * np.max(np.abs(samples.y)) + 1e-14 * steepest
    assert abs(error.max() - fit.max_error) <= bound
    assert abs(error.mean() - fit.mean_error) <= bound
    return p


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda published: published.function)
def test_published_errors_are_reproduced(published: Published) -> None:
    samples = sample(get(published.function), INTERVAL)
    fit = lstsq(samples, breakpoints_of(published.points, INTERVAL))
    assert samples.x.size == SAMPLES
    assert round(fit.max_error, DECIMALS) == published.max_error
    assert round(fit.mean_error, DECIMALS) == published.mean_error


@pytest.mark.parametrize("activation", EVERY, ids=lambda activation: activation.name)
@pytest.mark.parametrize(
    ("interval", "segments"),
    [(PAPER, 9), ((-8.0, 0.0), 1), ((0.0, 3.7), 64), ((2.0, 2.3), 17), ((-6.5, -2.5), 33)],
)
def test_the_fit_is_that_of_the_reference(activation: Activation, interval: tuple[float, float], segments: int) -> None:
    samples = sample(activation, interval)
    # Uneven and off the samples: quadratic spacing.
    even = np.linspace(0.0, 1.0, segments + 1)
    breakpoints = interval[0] + (interval[1] - interval[0]) * (0.7 * even + 0.3 * even**2)
    breakpoints[-1] = interval[1]
    fit = lstsq(samples, breakpoints)
    betas, rank = lstsq_betas(samples.x, samples.y, breakpoints)
    p = hinge_matrix(samples.x, breakpoints) @ betas
    error = np.abs(p - samples.y)
    scale = np.max(np.abs(samples.y))
    assert fit.rank == rank == segments + 1
    assert np.max(np.abs(np.interp(samples.x, breakpoints, fit.values) - p)) <= 1e-9 * scale
    assert abs(error.max() - fit.max_error) <= 1e-9 * scale
    assert abs(error.mean() - fit.mean_error) <= 1e-9 * scale


def check_against_projection(case: Case) -> None:
    _, samples, breakpoints = case
    matrix = hat_matrix(samples.x, breakpoints)
    sizes = np.linalg.svd(matrix, compute_uv=False)
    rank = int(np.linalg.matrix_rank(matrix))
    assume(sizes[rank - 1] > 1e-3)  # else rounding of the breakpoints decides, in the oracle too
    fit = lstsq(samples, breakpoints)
    p = check_errors(samples, breakpoints, fit)
    assert fit.rank == rank
    assert np.max(np.abs(p - projection(matrix, samples.y))) <= 1e-9 * np.max(np.abs(samples.y))


@given(cases())
@settings(max_examples=150)
def test_is_the_dense_projection(case: Case) -> None:
    check_against_projection(case)


@given(cases(crowded=True))
@settings(max_examples=300)
def test_is_the_dense_projection_where_breakpoints_crowd(case: Case) -> None:
    check_against_projection(case)


@given(cases(paper=True) | cases(crowded=True, paper=True))
@settings(max_examples=20)
def test_is_the_dense_projection_on_the_papers_grid(case: Case) -> None:
    check_against_projection(case)


def on_samples(points: list[float], interval: tuple[float, float] = PAPER) -> Array:
    """Return breakpoints at multiples of 0.001 as people write them, which the samples meet to rounding only."""
    return breakpoints_of([round(point, 6) for point in points], interval)


@pytest.mark.parametrize("start", [-6999, -4002, -1001, -3, 0, 1, 999, 2001, 5777])
@pytest.mark.parametrize(
    ("steps", "missing"),
    [
        ([0, 1], 0),
        ([0, 1, 2, 3, 4], 0),
        ([0, 0.3, 1], 1),
        ([0, 0.3, 0.6, 1, 1.5, 2], 3),
        ([0.1, 0.2, 0.3, 0.4], 2),
        ([0.5, 1.5, 2.5], 0),
        ([0, 0.5, 2, 2.5], 0),
        ([0, 0.25, 0.5], 1),
    ],
)
def test_breakpoints_on_and_between_samples(start: int, steps: list[float], missing: int) -> None:
    samples = sample(get("silu"), PAPER)
    breakpoints = on_samples([(start + step) / 1000 for step in steps])
    fit = lstsq(samples, breakpoints)
    p = check_errors(samples, breakpoints, fit)
    wanted = projection(hat_matrix(samples.x, breakpoints), samples.y)
    assert fit.rank == breakpoints.size - missing
    assert np.max(np.abs(p - wanted)) <= 1e-8
    assert np.max(np.abs(fit.values)) < 100.0  # no value runs away where samples leave it open


@pytest.mark.parametrize("offset", [1e-3, -1e-3, 1e-5, -1e-5, 1e-7, 1e-9, -1e-9, 1e-12])
def test_a_breakpoint_just_beside_a_sample(offset: float) -> None:
    samples = sample(get("silu"), (4.0, 8.0))
    breakpoints = np.array([4.0, samples.x[2600] + offset * samples.step, 8.0])
    wanted = exact_values(samples.x, samples.y, breakpoints)
    fit = lstsq(samples, breakpoints)
    assert np.allclose(fit.values, wanted, rtol=0.0, atol=1e-12)
    check_errors(samples, breakpoints, fit)


@pytest.mark.parametrize("weight", [0.1, 1e-3, 1e-4, 1e-5])
def test_a_value_that_one_sample_hardly_determines(weight: float) -> None:
    samples = sample(get("tanh"), (-0.5, 0.5))
    inner = samples.x[600] + samples.step * np.array([0.0, 0.4, 1.0 + 0.6 * weight])
    breakpoints = breakpoints_of(inner, samples.interval)
    p = np.interp(samples.x, breakpoints, lstsq(samples, breakpoints).values)
    wanted = np.interp(samples.x, breakpoints, exact_values(samples.x, samples.y, breakpoints))
    assert np.max(np.abs(p - wanted)) <= 1e-9


def test_breakpoints_that_no_double_parts_leave_the_fit_finite() -> None:
    samples = sample(get("tanh"), (0.0, 1.0))
    breakpoints = np.array([0.0, 5e-324, 0.5, 0.5 + 1e-16, np.nextafter(0.5, 1.0), 1.0])
    assert np.all(np.isfinite(lstsq(samples, np.unique(breakpoints)).values))


@pytest.mark.parametrize("segments", [200, 1000])
def test_one_sample_a_segment_interpolates(segments: int) -> None:
    interval = (-0.4, segments / 1000 * 0.8)
    samples = sample(get("sigmoid"), interval)
    breakpoints = np.concatenate((samples.x[:segments], interval[1:]))
    fit = lstsq(samples, breakpoints)
    assert fit.rank == breakpoints.size
    assert np.allclose(fit.values[: segments - 1], samples.y[: segments - 1], rtol=0.0, atol=1e-12)
    check_errors(samples, breakpoints, fit)


@given(st.data())
@settings(max_examples=25)
def test_wide_ranges_meet_the_condition_for_a_minimum(data: st.DataObject) -> None:
    interval = data.draw(wide_ranges())
    activation = data.draw(
        st.sampled_from([a for a in EVERY if a.expression is None and a.name not in ("exp", "exp2")])
    )
    samples = sample(activation, interval)
    breakpoints = breakpoints_of(data.draw(spread_points(interval)), interval)
    fit = lstsq(samples, breakpoints)
    p = check_errors(samples, breakpoints, fit)
    # The residual is orthogonal to every hat.
    k = np.clip(np.searchsorted(breakpoints, samples.x, side="right") - 1, 0, breakpoints.size - 2)
    t = (samples.x - breakpoints[k]) / np.diff(breakpoints)[k]
    residual, m = p - samples.y, breakpoints.size
    gradient = np.bincount(k, (1 - t) * residual, m) + np.bincount(k + 1, t * residual, m)
    hats = np.bincount(k, 1 - t, m) + np.bincount(k + 1, t, m)
    assert np.max(np.abs(gradient) / hats) <= 1e-11 * np.max(np.abs(samples.y))


@given(st.data())
@settings(max_examples=40)
def test_a_batch_has_the_fits_of_single_rows(data: st.DataObject) -> None:
    interval = data.draw(ranges())
    samples = sample(data.draw(activations()), interval)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    points = data.draw(st.integers(0, 63))
    rows = [
        breakpoints_of(np.sort(rng.uniform(*interval, points)), interval) for _ in range(data.draw(st.integers(1, 5)))
    ]
    fits = lstsq_batch(samples, np.array(rows))
    for row, breakpoints in enumerate(rows):
        fit = lstsq(samples, breakpoints)
        assert fits.values[row].tolist() == fit.values.tolist()
        assert (fits.rank[row], fits.max_error[row], fits.mean_error[row]) == fit[1:]


def test_an_empty_batch_is_empty() -> None:
    fits = lstsq_batch(sample(get("silu"), PAPER), np.empty((0, 10)))
    assert fits.values.shape == (0, 10)
    assert fits.rank.shape == fits.max_error.shape == fits.mean_error.shape == (0,)
