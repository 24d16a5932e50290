"""Settings of a function: a name or an expression, tails and range."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact import functions
from pwlact.errors import ConfigError, IntervalError, PwlactWarning
from pwlact.settings.function import FunctionChoice


def test_a_name_gives_the_function_of_the_catalogue_on_its_own_range() -> None:
    choice = FunctionChoice(function="silu")
    assert choice.activation() == functions.get("silu")
    assert choice.interval(choice.activation()) == functions.get("silu").interval
    assert FunctionChoice(function="silu", range=(-2.0, 3.0)).interval(functions.get("silu")) == (-2.0, 3.0)


def test_an_expression_takes_the_tails_that_are_given() -> None:
    activation = FunctionChoice(expr="x**3", left_tail=(0.0, -1.0), range=(-1.0, 1.0)).activation()
    assert activation.left_tail == (0.0, -1.0)
    assert activation.interval == (-1.0, 1.0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "give one of FUNCTION, --expr and --data, got none"),
        ({"function": "silu", "expr": "x"}, "got FUNCTION and --expr"),
        ({"expr": "x", "data": "points.csv"}, "got --expr and --data"),
        ({"function": "silu", "left_tail": (0.0, 0.0)}, "tails go with --expr"),
    ],
)
def test_one_function_is_chosen(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        FunctionChoice(**given).activation()


def test_a_reversed_range_is_put_in_order_with_a_warning() -> None:
    with pytest.warns(PwlactWarning, match="2 1 is reversed, and taken as 1 2"):
        choice = FunctionChoice(function="silu", range=(2.0, 1.0))
    assert choice.interval(functions.get("silu")) == choice.range == (1.0, 2.0)


def test_a_range_is_not_empty() -> None:
    with pytest.raises(IntervalError, match="must ascend, got 1 1"):
        FunctionChoice(function="silu", range=(1.0, 1.0)).interval(functions.get("silu"))


@pytest.mark.parametrize("range_", [(float("nan"), 1.0), (0.0, float("inf"))])
def test_a_range_is_finite(range_: tuple[float, float]) -> None:
    with pytest.raises(ConfigError, match=r"--range must be finite, got (nan|inf)"):
        FunctionChoice(function="silu", range=range_)
