"""Sigmoid and its kin: values known from elsewhere."""

from __future__ import annotations

import pytest

from pwlact.functions import get


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("sigmoid", 2.0, 0.8807970779778825),
        ("tanhshrink", 1e-4, 3.3333333200000000540e-13),
        ("tanh", 0.5493061443340548, 0.5),
        ("arctan", 1.0, 0.7853981633974483),
        ("softsign", -3.0, -0.75),
        ("erf", 1.0, 0.8427007929497149),
    ],
)
def test_values_are_the_known_ones(name: str, x: float, y: float) -> None:
    assert float(get(name)(x)) == pytest.approx(y, rel=1e-14, abs=0)
