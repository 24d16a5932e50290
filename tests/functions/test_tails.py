"""Asymptotic lines, estimated from values far out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.functions import Line, Symmetry, from_expression, get, names
from pwlact.functions.tails import describe_tails, estimate_tail

HALF_PI = math.pi / 2
REDUCED = ("reciprocal", "rsqrt", "sqrt", "log", "log2", "exp2", "sin", "cos")


@pytest.mark.parametrize("name", [*names(), "silu:beta=0.5", "elu:alpha=1.7"])
def test_estimates_agree_with_the_catalogues_tails(name: str) -> None:
    activation = get(name)
    for side, known in (("left", activation.left_tail), ("right", activation.right_tail)):
        found = estimate_tail(activation.f, side, activation.interval)
        if known is None and name in REDUCED:  # the range ends far from the limit
            end = activation.interval[0 if side == "left" else 1]
            assert found is None or abs(activation(end) - found(end)) > 0.1
        elif known is None:
            assert found is None
        else:
            np.testing.assert_allclose(found, known, rtol=0, atol=1e-11)
            if known == (round(known.slope, 4), round(known.intercept, 4)):
                assert found == known  # not 0.99999999


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("sqrt(1 + x*x)", (-1, 0), (1, 0)),
        ("x*atan(x)", (-HALF_PI, -1), (HALF_PI, -1)),
        ("sin(x)/(1 + x*x)", (0, 0), (0, 0)),
        ("tanh(x - 100)", (0, -1), (0, 1)),  # turns far beyond the range
        ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", (0, -1), (0, 1)),  # not a number beyond 709
        ("x**3/(1 + x*x)", (1, 0), (1, 0)),
        ("x/3 + 0.1*tanh(x)", (1 / 3, -0.1), (1 / 3, 0.1)),
        ("1e-7*tanh(x)", (0, -1e-7), (0, 1e-7)),
        ("exp(x)", (0, 0), None),
        ("x*x*sigmoid(-x)", None, (0, 0)),
        ("log(1 + x*x)", None, None),
        ("x**2", None, None),
        ("sqrt(x + 9)", None, None),
        ("1/log(x + 20)", None, None),  # falls to 0 too slowly
        ("sin(x)", None, None),
        ("cos(2*pi*x)", None, None),  # the same at all whole numbers
        ("x + sin(pi*x)", None, None),
    ],
)
def test_tails_of_expressions_are_their_limits(
    text: str, left: tuple[float, float] | None, right: tuple[float, float] | None
) -> None:
    activation = from_expression(text)
    for found, wanted in ((activation.left_tail, left), (activation.right_tail, right)):
        assert (found is None) == (wanted is None)
        if found is not None and wanted is not None:
            np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


def test_a_function_that_is_not_defined_on_a_side_has_no_tail_there() -> None:
    activation = from_expression("sqrt(x)/(1 + x)", interval=(0.5, 8))
    assert (activation.left_tail, activation.tail_source("left")) == (None, "extended")


@given(slope=st.floats(-8, 8), intercept=st.floats(-8, 8), height=st.floats(-4, 4), steepness=st.floats(0.1, 10))
def test_a_line_and_a_step_have_the_line_and_half_the_step(
    slope: float, intercept: float, height: float, steepness: float
) -> None:
    def f(x: np.ndarray) -> np.ndarray:
        return slope * x + intercept + height * np.tanh(steepness * x)

    size = max(1.0, float(np.max(np.abs(f(np.linspace(-8, 8, 99))))))
    left, right = estimate_tail(f, "left", (-8, 8)), estimate_tail(f, "right", (-8, 8))
    assert left is not None
    assert right is not None
    np.testing.assert_allclose(left, (slope, intercept - height), rtol=0, atol=1e-9 * size)
    np.testing.assert_allclose(right, (slope, intercept + height), rtol=0, atol=1e-9 * size)


@pytest.mark.parametrize("text", ["x/(1 + abs(x))", "atan(x/3)", "tanh(x) + 0.1*x"])
def test_tails_of_an_odd_function_mirror_each_other(text: str) -> None:
    activation = from_expression(text)
    assert activation.symmetry is Symmetry.ODD
    assert activation.left_tail is not None
    assert activation.right_tail == (activation.left_tail.slope, -activation.left_tail.intercept)


def test_a_description_says_what_is_given_estimated_or_extended() -> None:
    activation = from_expression("exp(x)", left_tail=Line(0.0, 0.0))
    assert describe_tails(activation) == "left y = 0 (given); right the outer piece goes on, for no limit is known"
    assert describe_tails(from_expression("sqrt(x*x + 1) - 0.5")) == (
        "left y = -1 x - 0.5 (estimated); right y = 1 x - 0.5 (estimated)"
    )
