"""Activations from Python functions, with and without given derivatives."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from pwlact.errors import FunctionError
from pwlact.functions import Line, Symmetry, from_callable, get, names

X = np.linspace(-8, 8, 801)


@pytest.mark.parametrize("f", [math.tanh, np.tanh, lambda x: float(np.tanh(x)), lambda x: np.tanh(x).tolist()])
def test_scalar_and_array_functions(f: object) -> None:
    activation = from_callable(f, name="mine")  # type: ignore[arg-type]
    tanh = get("tanh")
    np.testing.assert_allclose(activation(X), tanh(X), atol=1e-15)
    assert activation(X.reshape(3, -1)).shape == (3, 267)
    assert isinstance(activation(0.5), float)
    np.testing.assert_allclose(activation.df(X), tanh.df(X), atol=1e-10)
    np.testing.assert_allclose(activation.d2f(X), tanh.d2f(X), atol=3e-8)


def test_second_derivative_from_a_given_first() -> None:
    tanh = get("tanh")
    activation = from_callable(tanh.f, name="mine", df=tanh.df)
    np.testing.assert_allclose(activation.d2f(X), tanh.d2f(X), atol=1e-10)


def test_given_derivatives_are_used() -> None:
    activation = from_callable(np.sin, name="mine", df=np.cos, d2f=lambda x: -np.sin(x))
    np.testing.assert_array_equal(activation.df(X), np.cos(X))
    np.testing.assert_array_equal(activation.d2f(X), -np.sin(X))
    np.testing.assert_allclose(activation.inflections, np.pi * np.arange(-2, 3), atol=1e-12)


@pytest.mark.parametrize("name", names())
def test_features_by_differences_agree_with_the_catalogue(name: str) -> None:
    known = get(name)
    found = from_callable(known.f, name=name, kinks=known.kinks, interval=known.interval)
    low, high = known.interval
    inner = [point for point in known.inflections if low < point < high]
    np.testing.assert_allclose(found.inflections, inner, atol=1e-6)
    assert found.kinks == known.kinks
    if known.interval == (-8, 8):
        assert found.symmetry is known.symmetry


def test_branching_scalar_function_with_a_kink() -> None:
    activation = from_callable(lambda x: x if x > 0 else 0.1 * x, name="leaky", kinks=(0,))
    np.testing.assert_allclose(activation.df(np.array([-1e-3, 1e-3])), [0.1, 1.0], atol=1e-10)
    np.testing.assert_allclose(activation.d2f(X), 0.0, atol=1e-7)
    assert activation.inflections == ()


def test_a_callable_keeps_its_name_range_and_tails() -> None:
    activation = from_callable(np.tanh, name="mine", left_tail=Line(0, -1), right_tail=Line(0, 1), interval=(-2, 2))
    assert (activation.name, activation.interval, activation.symmetry) == ("mine", (-2, 2), Symmetry.ODD)
    assert (activation.left_tail, activation.right_tail) == ((0, -1), (0, 1))
    assert activation.expression is None


@pytest.mark.parametrize(
    "f", [math.log, np.log, lambda x: np.nan, lambda: 1.0, lambda x: "a", lambda x: 1 / math.floor(x)]
)
def test_function_that_fails_on_the_range(f: object) -> None:
    with pytest.raises(FunctionError) as caught:
        from_callable(f, name="mine")  # type: ignore[arg-type]
    assert "'mine'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_tails_are_estimated_beyond_the_range() -> None:
    activation = from_callable(lambda x: x * np.exp(-x * x), name="mine", interval=(-4, 4))
    assert (activation.left_tail, activation.right_tail) == ((0.0, 0.0), (0.0, 0.0))
    assert activation.estimated_tails == ("left", "right")


@pytest.mark.parametrize("fault", [ValueError, RuntimeError, KeyError, AssertionError])
def test_a_function_that_fails_beyond_its_range_has_no_tails(fault: type[Exception]) -> None:
    def f(x: float) -> float:
        if abs(x) > 9:
            raise fault("out of my range")
        return math.tanh(x)

    activation = from_callable(f, name="mine")
    assert (activation.left_tail, activation.right_tail) == (None, None)
    assert activation.tail_source("left") == "extended"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"f": 3}, "f of 'f' must be a callable of numbers or arrays, got 3"),
        ({"f": None}, "f of 'f' must be a callable"),
        ({"df": "cos"}, "df of 'f' must be a callable"),
        ({"d2f": 3}, "d2f of 'f' must be a callable"),
        ({"name": 3}, "a function's name is text, got 3"),
        ({"left_tail": 3}, "the left tail of 'f' is a Line, got 3"),
        ({"right_tail": (0.0, 1.0)}, "the right tail of 'f' is a Line, got (0.0, 1.0)"),
        ({"kinks": "ab"}, "kinks are numbers in a row, got 'ab'"),
        ({"kinks": 0.0}, "kinks are numbers in a row, got 0.0"),
    ],
    ids=str,
)
def test_values_of_other_types_are_refused(values: dict[str, Any], says: str) -> None:
    with pytest.raises(FunctionError) as caught:
        from_callable(**{"f": np.tanh, "name": "f"} | values)
    assert says in str(caught.value)


@pytest.mark.parametrize("f", [np.sqrt, math.sqrt], ids=["of arrays", "of numbers"])
def test_a_function_without_values_beyond_an_end_has_derivatives_up_to_it(f: Any) -> None:
    root = from_callable(f, name="root", interval=(0.0, 1.0))
    x = np.array([0.0, 0.25, 1.0])
    np.testing.assert_allclose(root.df(x)[1:], [1.0, 0.5], rtol=1e-6)
    assert root.df(x)[0] > 100.0
    assert np.all(np.isfinite(root.d2f(x)))
    assert root.inflections == ()
