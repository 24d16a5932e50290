"""Gated functions: values known from elsewhere, and the constants of their inflections."""

from __future__ import annotations

import mpmath as mp
import pytest
from oracles import exact

from pwlact.functions import get


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("gelu", 1.0, 0.8413447460685429),
        ("gelu_tanh", 1.0, 0.8411919906082768),
        ("silu", 1.0, 0.7310585786300049),
        ("mish", 1.0, 0.8650983882673103),
    ],
)
def test_values_are_the_known_ones(name: str, x: float, y: float) -> None:
    assert float(get(name)(x)) == pytest.approx(y, rel=1e-14, abs=0)


@pytest.mark.parametrize(
    ("name", "start"),
    [("silu", 2.4), ("silu", -2.4), ("gelu_tanh", 1.4), ("gelu_tanh", -1.4), ("mish", 1.5), ("mish", -2.3)],
)
def test_inflection_constants_are_roots_of_the_second_derivative(name: str, start: float) -> None:
    with mp.workdps(40):
        root = float(mp.findroot(lambda x: exact(get(name).formula, x, 2), start))
    assert min(abs(root - point) for point in get(name).inflections) < 1e-15 * 4
