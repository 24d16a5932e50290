"""The readable fit: hinge matrix and dense solver."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import exact_values
from references.isocc2023 import DECIMALS, INTERVAL, PUBLISHED, Published
from strategies import activations, short_ranges, spread_points

from pwlact.fit import hinge_matrix, lstsq_betas, sample
from pwlact.functions import get
from pwlact.pwl import breakpoints_of, values_from_hinges


def test_hinge_matrix_by_hand() -> None:
    matrix = hinge_matrix(np.array([0.0, 1.0, 2.0, 4.0]), np.array([0.0, 1.0, 4.0]))
    assert matrix.tolist() == [[1, 0, 0], [1, 1, 0], [1, 2, 1], [1, 4, 3]]


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda published: published.function)
def test_published_errors_are_reproduced(published: Published) -> None:
    samples = sample(get(published.function), INTERVAL)
    breakpoints = breakpoints_of(published.points, INTERVAL)
    betas, rank = lstsq_betas(samples.x, samples.y, breakpoints)
    error = np.abs(hinge_matrix(samples.x, breakpoints) @ betas - samples.y)
    assert rank == 10
    assert round(float(error.max()), DECIMALS) == published.max_error
    assert round(float(error.mean()), DECIMALS) == published.mean_error


@given(st.data())
@settings(max_examples=6)
def test_betas_solve_the_exact_normal_equations(data: st.DataObject) -> None:
    interval = data.draw(short_ranges())
    samples = sample(data.draw(activations()), interval)
    breakpoints = breakpoints_of(data.draw(spread_points(interval, max_points=3)), interval)
    assume(np.min(np.diff(breakpoints)) > 2.001 * samples.step)  # else samples may leave a value open
    betas, rank = lstsq_betas(samples.x, samples.y, breakpoints)
    wanted = exact_values(samples.x, samples.y, breakpoints)
    assert rank == breakpoints.size
    assert np.allclose(values_from_hinges(breakpoints, betas), wanted, rtol=0.0, atol=1e-8 * np.max(np.abs(wanted)))


def test_below_full_rank_the_betas_are_finite_and_of_least_norm() -> None:
    samples = sample(get("tanh"), (-1.0, 1.0))
    inner = samples.x[700] + samples.step * np.array([0.2, 0.4, 0.6, 0.8])
    breakpoints = breakpoints_of(inner, samples.interval)
    betas, rank = lstsq_betas(samples.x, samples.y, breakpoints)
    matrix = hinge_matrix(samples.x, breakpoints)
    assert rank == np.linalg.matrix_rank(matrix) < breakpoints.size
    assert np.allclose(betas, np.linalg.pinv(matrix) @ samples.y, rtol=0.0, atol=1e-6)
