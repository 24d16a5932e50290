"""The second-order expansion of the squared error against finite differences of the error itself."""

from __future__ import annotations

import numpy as np
import pytest
from strategies import Array

from pwlact.fit import sample
from pwlact.functions import get
from pwlact.search.polish_kernels import expand

LOW, HIGH = -2.0, 2.0
SAMPLES = sample(get("silu"), (LOW, HIGH))
WEIGHTS = np.full(SAMPLES.y.size, 1.0 / SAMPLES.y.size)


def half_mse(t: Array, v: Array) -> float:
    """Return 1/2 sum_i w_i (p(x_i) - y_i)^2."""
    return 0.5 * float(WEIGHTS @ (np.interp(SAMPLES.x, t, v) - SAMPLES.y) ** 2)


def expanded(t: Array, v: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Return gradient, the three matrices of second derivatives, and the errors of segments."""
    m = t.size
    gradient, errors = np.empty(m), np.empty(m - 1)
    tt, tv, vv = (np.empty((m, m)) for _ in range(3))
    expand(t, v, LOW, SAMPLES.step, SAMPLES.y, WEIGHTS, gradient, tt, tv, vv, errors)
    return gradient, tt, tv, vv, errors


T = np.array([LOW, -1.0005, 0.3005, 1.2005, HIGH])  # between samples
V = np.array([-0.2, -0.3, 0.25, 0.8, 1.9])
STEP = 4e-4  # breakpoints stay between the same samples


def test_errors_of_segments_add_up_to_the_mse() -> None:
    assert expanded(T, V)[-1].sum() == pytest.approx(2.0 * half_mse(T, V), rel=1e-12)


@pytest.mark.parametrize("j", [1, 2, 3])
def test_the_gradient_is_that_of_finite_differences(j: int) -> None:
    move = np.eye(5)[j] * STEP
    wanted = (half_mse(T + move, V) - half_mse(T - move, V)) / (2.0 * STEP)
    assert expanded(T, V)[0][j] == pytest.approx(wanted, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("j", range(5))
@pytest.mark.parametrize("k", range(5))
def test_second_derivatives_in_values_are_exact(j: int, k: int) -> None:
    a, b = np.eye(5)[j], np.eye(5)[k]
    wanted = half_mse(T, V + a + b) - half_mse(T, V + a) - half_mse(T, V + b) + half_mse(T, V)
    assert expanded(T, V)[3][j, k] == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("j", [1, 2, 3])
def test_mixed_derivatives_are_those_of_the_gradient(j: int) -> None:
    for k in range(5):
        move = np.eye(5)[k] * 1e-4
        wanted = (expanded(T, V + move)[0][j] - expanded(T, V - move)[0][j]) / 2e-4
        assert expanded(T, V)[2][j, k] == pytest.approx(wanted, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("j", [1, 2, 3])
def test_second_derivatives_in_breakpoints_include_samples_that_change_sides(j: int) -> None:
    wide = 0.05  # many samples: the error is then smooth in t
    move = np.eye(5)[j] * wide
    wanted = (half_mse(T + move, V) - 2.0 * half_mse(T, V) + half_mse(T - move, V)) / wide**2
    assert expanded(T, V)[1][j, j] == pytest.approx(wanted, rel=0.05)
