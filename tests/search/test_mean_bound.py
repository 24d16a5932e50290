"""The bound of the mean error: below every fit, and near the best least absolute deviations."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

import pwlact
from pwlact import functions
from pwlact.fit import Samples, lstsq_batch, sample
from pwlact.search.mean_bound import equal_points, mean_bound


def sampled(name: str) -> tuple[Samples, np.ndarray]:
    samples = sample(functions.get(name), (-8.0, 8.0))
    return samples, np.full(samples.x.size, 1.0 / samples.x.size)


@pytest.mark.parametrize("name", ["gelu", "sigmoid", "silu", "tanh", "exp", "relu"])
@pytest.mark.parametrize("segments", [1, 2, 5, 12])
def test_no_random_fit_is_below_the_bound(name: str, segments: int) -> None:
    samples, weights = sampled(name)
    bound = mean_bound(samples, weights, segments, 1.0)
    rng = np.random.default_rng(segments)
    inner = np.sort(rng.uniform(-7.9, 7.9, (50, segments - 1)), axis=1)
    ends = np.full((50, 1), 8.0)
    fits = lstsq_batch(samples, np.concatenate((-ends, inner, ends), axis=1))
    assert bound <= fits.mean_error.min() * (1.0 + 1e-12)
    assert bound <= lstsq_batch(samples, equal_points(samples, weights, segments)[None, :]).mean_error[0]


def test_one_line_through_a_convex_function_meets_its_bound() -> None:
    samples, weights = sampled("softplus")
    index = slice(None, None, 40)
    x, y = samples.x[index], samples.y[index]
    one = np.eye(x.size)
    rows = np.stack((x, np.ones(x.size)), axis=1)
    found = linprog(
        np.concatenate(([0.0, 0.0], np.full(x.size, 1.0 / x.size))),
        A_ub=np.block([[rows, -one], [-rows, -one]]),
        b_ub=np.concatenate((y, -y)),
        bounds=[(None, None), (None, None), *[(0.0, None)] * x.size],
    )
    assert mean_bound(samples, weights, 1, 10.0) == pytest.approx(found.fun, rel=2e-2)


def test_the_bound_falls_with_segments() -> None:
    samples, weights = sampled("gelu")
    bounds = [mean_bound(samples, weights, segments, 1.0) for segments in (1, 2, 4, 8, 16)]
    assert all(more < fewer for fewer, more in itertools.pairwise(bounds))


def test_it_is_near_the_answer_where_one_is_found() -> None:
    found = pwlact.approximate("exp", segments=8, objective="mean", weight="relative", method="curvature")
    assert found.gap is not None
    assert found.gap >= 0.0
