"""Adaptive quadrature of |e| and e^2."""

from __future__ import annotations

import math

import numpy as np
import pytest
from strategies import Array

from pwlact.metrics.integrals import NODES, ORDER, WEIGHTS, integrals


def test_the_rule_is_exact_for_polynomials() -> None:
    for power in range(2 * ORDER):
        assert NODES**power @ WEIGHTS == pytest.approx(2 / (power + 1) if power % 2 == 0 else 0.0, abs=1e-13)


@pytest.mark.parametrize("kink", [0.1, 0.5, 1 / 3, 0.999, 1 - 1e-4, 1e-7])
def test_a_kink_between_edges_is_found(kink: float) -> None:
    absolute, square = integrals(lambda x: np.abs(x - kink), np.array([0.0, 1.0]), 1e-13, 1.0)
    assert absolute == pytest.approx((kink**2 + (1 - kink) ** 2) / 2, abs=1e-13)
    assert square == pytest.approx((kink**3 + (1 - kink) ** 3) / 3, abs=1e-13)


def test_a_narrow_bump_is_found() -> None:
    width = 1e-3
    absolute, square = integrals(lambda x: np.exp(-((x / width) ** 2)), np.array([-100.0, 0.0, 100.0]), 1e-13, 1.0)
    assert absolute == pytest.approx(width * math.sqrt(math.pi), abs=1e-11)
    assert square == pytest.approx(width * math.sqrt(math.pi / 2), abs=1e-11)


def test_sign_changes_at_edges_are_integrated_exactly() -> None:
    absolute, square = integrals(np.sin, np.linspace(0.0, 1000.0 * math.pi, 1001), 1e-13, 1.0)
    assert absolute == pytest.approx(2000.0, rel=1e-13)
    assert square == pytest.approx(500.0 * math.pi, rel=1e-13)


def test_very_wide_ranges_take_few_panels() -> None:
    seen = 0

    def error(x: Array) -> Array:
        nonlocal seen
        seen += x.size
        return np.ones_like(x)

    assert integrals(error, np.array([0.0, 1e9]), 1e-13, 1.0) == pytest.approx((1e9, 1e9), rel=1e-13)
    assert seen < 1_000_000


def test_noise_above_the_tolerance_ends() -> None:
    rng = np.random.default_rng(3)
    absolute, _ = integrals(lambda x: 1.0 + 1e-6 * rng.normal(size=x.shape), np.array([0.0, 8.0]), 1e-15, 1.0)
    assert absolute == pytest.approx(8.0, rel=1e-6)


def test_narrow_panels_at_a_jump_are_left_whole() -> None:
    sizes: list[int] = []

    def step(x: Array) -> Array:
        sizes.append(x.size)
        return np.where(x < 1.0 / 3.0, 1.0, 2.0)

    edges = np.array([0.0, 1.0])
    whole = integrals(step, edges, 1e-13, 2.0)
    evaluations = sum(sizes)
    sizes.clear()
    narrow = integrals(step, edges, 1e-13, 2.0, 1e-6)
    assert sum(sizes) < 0.7 * evaluations
    assert narrow == pytest.approx(whole, abs=1e-6)
