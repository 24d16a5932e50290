"""Softplus and its kin: values known from elsewhere."""

from __future__ import annotations

import pytest

from pwlact.functions import get


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("selu", -1.0, -1.1113307378125625),
        ("softplus", 0.0, 0.6931471805599453),
        ("logsigmoid", 0.0, -0.6931471805599453),
        ("elu", -1.0, -0.6321205588285577),
        ("elu", 2.0, 2.0),
        ("celu:alpha=0.5", -1.0, -0.4323323583816936),
    ],
)
def test_values_are_the_known_ones(name: str, x: float, y: float) -> None:
    assert float(get(name)(x)) == pytest.approx(y, rel=1e-14, abs=0)
