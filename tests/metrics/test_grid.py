"""Errors on the grid: the definition, and the published numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from references.isocc2023 import DECIMALS, INTERVAL, PUBLISHED, Published
from strategies import activations, crowded_points, narrow_ranges, spread_points

from pwlact.fit import lstsq, lstsq_batch, sample
from pwlact.functions import get
from pwlact.metrics import error_report, exact_errors, grid_errors, grid_errors_batch
from pwlact.pwl import breakpoints_of, make_pwl


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda published: published.function)
def test_published_errors_are_reproduced(published: Published) -> None:
    activation = get(published.function)
    samples = sample(activation, INTERVAL)
    breakpoints = breakpoints_of(published.points, INTERVAL)
    errors = grid_errors(samples, make_pwl(activation, breakpoints, lstsq(samples, breakpoints).values))
    assert round(errors.max, DECIMALS) == published.max_error
    assert round(errors.mean, DECIMALS) == published.mean_error


@given(st.data())
@settings(max_examples=25)
def test_is_the_definition_sample_by_sample(data: st.DataObject) -> None:
    activation, interval = data.draw(activations()), data.draw(narrow_ranges())
    samples = sample(activation, interval)
    breakpoints = breakpoints_of(data.draw(spread_points(interval) | crowded_points(interval)), interval)
    fit = lstsq(samples, breakpoints)
    pwl = make_pwl(activation, breakpoints, fit.values)
    errors = [abs(float(pwl(x)) - y) for x, y in zip(samples.x.tolist(), samples.y.tolist(), strict=True)]
    got = grid_errors(samples, pwl)
    assert got.max == max(errors)
    assert got.mean == pytest.approx(math.fsum(errors) / len(errors), rel=1e-13)
    assert got.mse == pytest.approx(math.fsum(e * e for e in errors) / len(errors), rel=1e-13)
    assert (got.max, got.mean) == pytest.approx((fit.max_error, fit.mean_error), rel=1e-6, abs=1e-11)


def test_a_report_holds_grid_and_exact_errors() -> None:
    activation = get("silu")
    samples = sample(activation, (-2.0, 2.0))
    pwl = make_pwl(activation, samples.x[[0, 1700, 4000]], samples.y[[0, 1700, 4000]])
    report = error_report(activation, samples, pwl)
    assert report.grid == grid_errors(samples, pwl)
    assert report.exact == exact_errors(activation, pwl)
    assert report.grid != report.exact
    assert report.grid.mean == pytest.approx(report.exact.mean, rel=1e-3)


def test_a_batch_has_the_errors_of_single_rows() -> None:
    """Each row of a batch has the errors of that approximation alone, also beside crowded breakpoints."""
    activation = get("gelu")
    samples = sample(activation, (-8.0, 8.0))
    inner = np.sort(np.random.default_rng(5).uniform(-8.0, 8.0, (40, 7)), axis=1)
    inner[0, 3] = inner[0, 2] + 1e-5
    breakpoints = np.concatenate((np.full((40, 1), -8.0), inner, np.full((40, 1), 8.0)), axis=1)
    values = lstsq_batch(samples, breakpoints).values
    batch = grid_errors_batch(samples, breakpoints, values)
    for row in range(40):
        alone = grid_errors(samples, make_pwl(activation, breakpoints[row], values[row]))
        assert batch.max[row] == pytest.approx(alone.max, rel=1e-9, abs=1e-13)
        assert batch.mean[row] == pytest.approx(alone.mean, rel=1e-9, abs=1e-13)
        assert batch.mse[row] == pytest.approx(alone.mse, rel=1e-9, abs=1e-16)
