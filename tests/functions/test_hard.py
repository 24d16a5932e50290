"""Piecewise functions: values by hand, on both sides of the kinks."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.functions import get


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("hardswish", 1.0, 2 / 3),
        ("hardswish", -3.0, 0.0),
        ("hardswish", 4.0, 4.0),
        ("hardsigmoid", 3.0, 1.0),
        ("hardsigmoid", -5.0, 0.0),
        ("hardsigmoid", 1.5, 0.75),
    ],
)
def test_values_are_the_known_ones(name: str, x: float, y: float) -> None:
    assert float(get(name)(x)) == pytest.approx(y, rel=1e-14, abs=0)


@pytest.mark.parametrize(
    ("name", "x", "slope"), [("hardswish", 3.0, 1.5), ("hardswish", 3.1, 1.0), ("hardsigmoid", 0.0, 1 / 6)]
)
def test_a_kink_belongs_to_the_piece_on_its_left(name: str, x: float, slope: float) -> None:
    assert float(get(name).df(np.array(x))) == pytest.approx(slope, rel=1e-15)
