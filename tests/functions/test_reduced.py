"""Functions on reduced ranges: known values, the rebuilding of a number from what was reduced, and the domain's end."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.errors import IntervalError
from pwlact.functions import check_within, get

POSITIVE = ("reciprocal", "rsqrt", "sqrt", "log", "log2")


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("reciprocal", 1.25, 0.8),
        ("rsqrt", 2.0, 0.7071067811865475),
        ("sqrt", 2.0, 1.4142135623730951),
        ("log", 2.0, 0.6931471805599453),
        ("log2", 1.5, 0.5849625007211562),
        ("exp2", 0.5, 1.4142135623730951),
        ("sin", math.pi / 6, 0.5),
        ("cos", math.pi / 3, 0.5),
    ],
)
def test_values_are_the_known_ones(name: str, x: float, y: float) -> None:
    assert get(name)(x) == pytest.approx(y, rel=1e-15)


@given(st.floats(1e-30, 1e30))
def test_the_range_of_a_mantissa_rebuilds_every_number(x: float) -> None:
    mantissa, exponent = math.frexp(x)
    mantissa, exponent = 2.0 * mantissa, exponent - 1
    even = mantissa * 2.0 ** (exponent % 2), exponent // 2
    assert 2.0**-exponent * get("reciprocal")(mantissa) == pytest.approx(1.0 / x, rel=1e-15)
    assert 2.0 ** -even[1] * get("rsqrt")(even[0]) == pytest.approx(x**-0.5, rel=1e-15)
    assert 2.0 ** even[1] * get("sqrt")(even[0]) == pytest.approx(math.sqrt(x), rel=1e-15)
    assert get("log2")(mantissa) + exponent == pytest.approx(math.log2(x), rel=1e-14, abs=1e-15)
    for name, value in (("reciprocal", mantissa), ("rsqrt", even[0]), ("sqrt", even[0]), ("log2", mantissa)):
        assert get(name).interval[0] <= value <= get(name).interval[1]


@pytest.mark.parametrize("name", POSITIVE)
def test_values_left_of_the_domain_are_those_at_its_end(name: str) -> None:
    activation = get(name)
    for function in (activation.f, activation.df, activation.d2f):
        y = function(np.array([-np.inf, -3.0, 0.0, activation.domain[0]]))
        assert np.all(np.isfinite(y))
        assert np.all(y == y[-1])


@pytest.mark.parametrize("name", POSITIVE)
def test_a_range_outside_the_domain_is_refused(name: str) -> None:
    with pytest.raises(IntervalError, match=rf"where {name} is defined, .* to inf, got -1 2; choose another -R"):
        check_within((-1, 2), get(name))
    assert check_within((0.5, 2), get(name)) == (0.5, 2.0)


def test_exp2_saturates_instead_of_overflowing() -> None:
    assert np.isfinite(get("exp2")(1e4))
    assert get("exp2")(1e4) > 1.79e308
