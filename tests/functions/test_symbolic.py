"""Primitives of expressions: their derivatives, and the forms that are recognised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy

from pwlact.functions import symbolic
from pwlact.functions.symbolic import X


@pytest.mark.parametrize(
    "primitive",
    [
        symbolic.Abs, symbolic.Sigmoid, symbolic.Softplus, symbolic.Tanh, symbolic.TanhSlope, symbolic.Expm1,
        lambda u: symbolic.Log1p(u * u), lambda u: symbolic.Larger(u, 0.25 * u), lambda u: symbolic.Larger(1 - u, u),
    ],
)  # fmt: skip
def test_derivatives_agree_with_differences(primitive: Callable[[Any], Any]) -> None:
    expression = primitive(X)
    f, df = symbolic.numpy_function(expression), symbolic.numpy_function(expression.diff(X))
    x, h = np.linspace(-3.05, 3.05, 62), 1e-6  # off the kinks
    np.testing.assert_allclose(df(x), (f(x + h) - f(x - h)) / (2 * h), atol=1e-7)


def test_the_step_is_a_half_at_zero_and_its_derivative_none() -> None:
    np.testing.assert_array_equal(symbolic.numpy_function(symbolic.Step(X))(np.array([-1.0, 0.0, 1.0])), [0, 0.5, 1])
    assert symbolic.Step(X).diff(X) == 0


@pytest.mark.parametrize(
    ("made", "recognised"),
    [
        (symbolic.log(1 + sympy.exp(3 * X)), symbolic.Softplus(3 * X)),
        (symbolic.log1p(sympy.exp(X)), symbolic.Softplus(X)),
        (symbolic.power(1 + sympy.exp(-X), sympy.Integer(-2)), symbolic.Sigmoid(X) ** 2),
        (symbolic.log(2 + sympy.exp(X)), sympy.log(2 + sympy.exp(X))),
        (symbolic.power(1 + sympy.exp(X), sympy.Integer(2)), (1 + sympy.exp(X)) ** 2),
    ],
)
def test_forms_that_would_overflow_are_recognised(made: Any, recognised: Any) -> None:
    assert made == recognised


def test_size_counts_the_nodes_of_the_tree() -> None:
    expression = X + symbolic.Tanh(X)  # a sum, x, tanh and its x
    assert symbolic.is_larger(expression, 3)
    assert not symbolic.is_larger(expression, 4)


def test_switches_are_where_the_derivative_may_jump() -> None:
    expression = symbolic.Abs(X - 1) + symbolic.Larger(2 * X, 3)
    assert set(symbolic.switches(expression)) == {X - 1, 2 * X - 3}


def test_denominators_are_where_poles_may_lie() -> None:
    assert symbolic.denominators(1 / (X - 2) + X**2) == [X - 2]
    assert symbolic.denominators(symbolic.Abs(X - 2) ** -2) == [X - 2]


def test_largest_number_counts_numerators_and_denominators() -> None:
    assert symbolic.largest_number(X * sympy.Rational(3, 1000) - 70) == 1000
    assert symbolic.largest_number(symbolic.Tanh(X)) == 0


def test_infinities_and_roots_of_minus_one_are_not_real() -> None:
    assert symbolic.is_real(sympy.sqrt(X))
    assert not symbolic.is_real(sympy.I * X)
    assert not symbolic.is_real(X + sympy.oo)
