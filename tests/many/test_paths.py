"""The smallest maximum errors of rows, beside each function solved alone."""

from __future__ import annotations

import numpy as np
import pytest
from random_families import waves

import pwlact
from pwlact.many import paths
from pwlact.many.row_solver import solve_rows
from pwlact.many.rows import Rows, rows_of
from pwlact.many.splines import curves_of, spline_at

X = np.linspace(-4.0, 4.0, 129)
HARD = {
    "kink": np.abs(X - 0.501),
    "constant": 0.0 * X + 3.0,
    "zero": 0.0 * X,
    "line": 2.0 * X + 1e6,
    "pwl": np.interp(X, [-4, -2, 0, 1, 4], [0, 1, -1, 3, 2]),
    "steep": 1.0 / (1.0 + np.exp(-30.0 * X)),
    "square": X**2,
    "tiny": 1e-100 * np.sin(X),
    "huge": 1e140 * np.sin(X),
}


@pytest.mark.parametrize("segments", [1, 4, 9])
def test_errors_are_those_of_each_function_alone(segments: int) -> None:
    rows = waves(4, samples=129)
    found = solve_rows(rows, np.full(4, segments), "max", "minimax")
    for i, y in enumerate(rows.y):
        alone = pwlact.approximate((rows.x, y), segments=segments)
        assert found.max_errors[i] == pytest.approx(alone.errors.exact.max, rel=2e-6)
        assert alone.lower_bound is not None
        assert found.lower_bounds[i] <= alone.errors.exact.max * (1.0 + 1e-12)


@pytest.mark.parametrize("name", HARD)
def test_hard_functions_keep_the_error_and_the_bound(name: str) -> None:
    rows = rows_of(X, HARD[name][None])
    found = solve_rows(rows, np.array([5]), "max", "minimax")
    at = np.linspace(-4.0, 4.0, 4001)
    scale = np.abs(HARD[name]).max()
    seen = np.abs(found(at) - spline_at(rows, at)).max()
    assert seen <= found.max_errors[0] + 1e-14 * scale
    assert seen >= 0.97 * found.max_errors[0] - 1e-14 * scale
    assert found.gaps[0] < 1e-4
    assert found.segments[0] <= 5


def test_uneven_positions_give_the_same_function_the_same_error() -> None:
    x = np.linspace(-2.0, 2.0, 60) ** 3
    even = np.linspace(-8.0, 8.0, 400)
    found = [
        solve_rows(rows_of(at, np.tanh(at / 2.0)[None]), np.array([6]), "max", "minimax").max_errors[0]
        for at in (x, even)
    ]
    assert found[0] == pytest.approx(found[1], rel=2e-3)


def _counts(rows: Rows, eps: float) -> list[int]:
    counts = np.empty(len(rows), dtype=np.int64)
    paths.fewest_lines(*curves_of(rows), np.full(len(rows), eps), 40, counts)
    return counts.tolist()


def test_fewest_lines_are_those_whose_smallest_error_fits() -> None:
    rows = waves(4, samples=129)
    for count, i in zip(_counts(rows, 0.01), range(4), strict=True):
        part = rows.subset(slice(i, i + 1))
        assert solve_rows(part, np.array([count]), "max", "minimax").max_errors[0] <= 0.01
        assert solve_rows(part, np.array([count - 1]), "max", "minimax").lower_bounds[0] > 0.01
    assert _counts(rows, 1e-9) == [41] * 4
