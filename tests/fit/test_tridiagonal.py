"""The tridiagonal solver against a dense one, with pins, and where values are not determined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.fit.tridiagonal import PIVOT, eliminate, interpolate

Y = np.array([3.0, 1.0, 2.0, 7.0, 5.0])


def solve(
    diagonal: np.ndarray, coupling: np.ndarray, right: np.ndarray, pins: tuple[float, float] = (np.nan, np.nan)
) -> tuple[np.ndarray, int]:
    """Solve a system at breakpoints 0, 1, ... of samples Y."""
    m = right.size
    work, values = np.zeros((5, m)), right.copy()
    work[0], work[1, : m - 1], work[4] = diagonal, coupling, PIVOT
    rank = eliminate(np.arange(m, dtype=np.float64), 0.0, 1.0, Y, *pins, values, work)
    return values, rank


@given(st.integers(0, 1000), st.integers(2, 5))
def test_the_solution_is_the_dense_one(seed: int, m: int) -> None:
    generator = np.random.default_rng(seed)
    coupling, right = generator.uniform(-1.0, 1.0, m - 1), generator.normal(size=m)
    diagonal = 2.1 + generator.uniform(0.0, 1.0, m)
    matrix = np.diag(diagonal) + np.diag(coupling, 1) + np.diag(coupling, -1)
    values, rank = solve(diagonal, coupling, right)
    assert rank == m
    assert values == pytest.approx(np.linalg.solve(matrix, right), rel=1e-9, abs=1e-12)


@given(st.integers(0, 1000), st.floats(-5.0, 5.0))
def test_pins_are_kept_and_the_rest_is_solved(seed: int, pin: float) -> None:
    generator = np.random.default_rng(seed)
    coupling, right, diagonal = generator.uniform(-1.0, 1.0, 3), generator.normal(size=4), np.full(4, 3.0)
    matrix = np.diag(diagonal) + np.diag(coupling, 1) + np.diag(coupling, -1)
    values, _ = solve(diagonal, coupling, right, (pin, np.nan))
    assert values[0] == pin
    assert values[1:] == pytest.approx(np.linalg.solve(matrix[1:, 1:], right[1:] - matrix[1:, 0] * pin), rel=1e-9)


def test_undetermined_values_are_the_functions_own_and_lower_the_rank() -> None:
    values, rank = solve(np.array([1.0, 0.0, 2.0]), np.zeros(2), np.array([4.0, 0.0, 6.0]))
    assert rank == 2
    assert values.tolist() == [4.0, Y[1], 3.0]


@pytest.mark.parametrize(("b", "wanted"), [(0.0, 3.0), (0.5, 2.0), (3.25, 6.5), (4.0, 5.0)])
def test_samples_are_interpolated_linearly(b: float, wanted: float) -> None:
    assert interpolate(b, 0.0, 1.0, Y) == wanted
