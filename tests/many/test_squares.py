"""Small mean square errors of rows, beside each function solved alone."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from random_families import waves

import pwlact
from pwlact.many.row_solver import solve_rows
from pwlact.many.rows import Rows, rows_of
from pwlact.many.splines import spline_at
from pwlact.pwl import PWL


def square(rows: Rows, i: int, pwl: PWL) -> float:
    """Return the mean square error of a row, by a fine trapezoid rule."""
    x = np.linspace(*pwl.interval, 40_001)
    off = pwl(x) - spline_at(rows.subset(slice(i, i + 1)), x)[0]
    return float(np.trapezoid(off**2, dx=1.0 / 40_000))


@pytest.mark.parametrize("segments", [1, 4, 8])
def test_errors_are_within_a_hundredth_of_each_function_alone(segments: int) -> None:
    rows = waves(3, samples=129)
    found = solve_rows(rows, np.full(3, segments), "mse", "dp")
    for i, y in enumerate(rows.y):
        alone = pwlact.approximate((rows.x, y), segments=segments, objective="mse")
        assert square(rows, i, found[i]) <= square(rows, i, alone.pwl) * 1.005
        assert found.mses[i] == pytest.approx(square(rows, i, found[i]), rel=1e-3)
        assert found.lower_bounds[i] <= found.mses[i]


def test_kinks_and_jumps_are_solved_on_a_finer_grid() -> None:
    x = np.linspace(-4.0, 4.0, 129)
    rows = rows_of(x, [np.abs(x - 0.501), 1.0 / (1.0 + np.exp(-30.0 * x))])
    found = solve_rows(rows, np.full(2, 6), "mse", "dp")
    for i, y in enumerate(rows.y):
        alone = pwlact.approximate((x, y), segments=6, objective="mse")
        assert square(rows, i, found[i]) <= square(rows, i, alone.pwl) * 1.01


def test_two_segments_are_the_best_of_all_corners_on_the_grid() -> None:
    x = np.linspace(-3.0, 3.0, 65)
    rows = rows_of(x, np.tanh(x)[None] + 0.1 * x**2)
    found = solve_rows(rows, np.array([2]), "mse", "dp")
    at = np.linspace(-3.0, 3.0, 1201)
    y = spline_at(rows, at)[0]
    corners = np.linspace(-2.9, 2.9, 117)
    fits = (np.stack((np.ones_like(at), at, np.maximum(at - corner, 0.0)), axis=1) for corner in corners)
    best = min(float(np.linalg.lstsq(fit, y, rcond=None)[1][0]) / at.size for fit in fits)
    assert found.mses[0] <= best * 1.002


def test_a_density_moves_segments_to_where_inputs_are() -> None:
    x = np.linspace(-4.0, 4.0, 129)
    rows = rows_of(x, [np.sin(2.0 * x)] * 2, density=[[1.0] * 4, [0.0, 0.0, 0.0, 1.0]])
    found = solve_rows(rows, np.full(2, 4), "mse", "dp")
    right = np.linspace(2.0, 4.0, 500)
    errors = np.mean((found(right) - np.sin(2.0 * right)) ** 2, axis=1)
    assert errors[1] == pytest.approx(found.mses[1], rel=0.02)
    assert errors[1] < 0.02 * errors[0]


def test_equal_segments_have_the_best_values_for_their_objective() -> None:
    rows = waves(3)
    counts = np.array([3, 5, 5])
    found = {name: solve_rows(rows, counts, name, "uniform") for name in ("max", "mse")}
    for i in range(3):
        assert np.allclose(np.diff(found["mse"][i].breakpoints), 6.0 / counts[i])
    assert np.all(found["max"].max_errors <= found["mse"].max_errors * (1.0 + 1e-9))
    assert np.all(found["mse"].mses <= found["max"].mses * (1.0 + 1e-9))
    for segments, i in itertools.product([5], [1, 2]):
        part = rows.subset(slice(i, i + 1))
        assert found["mse"].mses[i] >= solve_rows(part, np.array([segments]), "mse", "dp").mses[0]
