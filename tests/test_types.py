"""What counts as a number, and as an array of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import pwlact
from pwlact._types import is_number, real_array
from pwlact.errors import ConfigError


@pytest.mark.parametrize("x", [1, 1.5, True, np.float32(2), np.int8(3)], ids=lambda x: type(x).__name__)
def test_scalars_of_python_and_numpy_are_numbers(x: object) -> None:
    assert is_number(x)


@pytest.mark.parametrize("x", ["1", [1.0], np.array(1.0), np.zeros(2), None], ids=lambda x: type(x).__name__)
def test_text_lists_arrays_and_none_are_no_numbers(x: object) -> None:
    assert not is_number(x)


@pytest.mark.parametrize(
    "x", [2, [1, 2.5], [[True]], np.float32(0.5), [Fraction(1, 2)], [], np.zeros((2, 0))], ids=repr
)
def test_real_numbers_of_any_shape_become_an_array_of_that_shape(x: object) -> None:
    found = real_array(x)
    assert found.dtype == np.float64
    assert found.shape == np.shape(x)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "x", ["1", None, 1j, [None], ["a"], [[1.0], [1.0, 2.0]], np.array(["2020"], "M8"), [10**400]], ids=repr
)
def test_what_is_no_real_number_is_refused(x: object) -> None:
    with pytest.raises(ConfigError, match="x is a real number or an array of them, got "):
        real_array(x)
    for function in (pwlact.functions.get("tanh"), pwlact.functions.from_callable(np.tanh, name="mine")):
        with pytest.raises(ConfigError, match="x is a real number"):
            function(x)  # type: ignore[arg-type]


def test_a_number_in_gives_a_number_out() -> None:
    tanh = pwlact.functions.get("tanh")
    pwl = pwlact.approximate("tanh", segments=3).pwl
    for function in (tanh, pwl):
        assert type(function(0.5)) is float
        assert type(function(np.float32(0.5))) is float
        assert function([0.5, 1.0]).shape == (2,)
        assert function(np.array(0.5)).shape == ()
        assert function(0.5) == function(np.array([0.5]))[0]
