"""Settings of a function: a name or an expression, tails and range."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pwlact import functions
from pwlact.data import data_of
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
        ({"function": "silu", "noisy": True}, "--noisy is of --data, got it without"),
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


def test_a_file_gives_the_function_of_its_data_with_the_tails_that_are_given(tmp_path: Path) -> None:
    path = tmp_path / "scan.csv"
    path.write_text("x,y\n2,4\n0,0\n1,1\n3,9\n")
    made = FunctionChoice(data=str(path), right_tail=(0.0, 9.0)).activation()
    assert made.data is not None
    assert made.data.digest == data_of(range(4), [0, 1, 4, 9]).digest
    assert (made.name, made.left_tail, made.right_tail) == ("scan", None, (0.0, 9.0))
    assert FunctionChoice(data=str(path), noisy=True).activation().noisy
    path.write_text("1,2\n2,4\n5,6\n7,7\n")
    assert FunctionChoice(data=str(path), noisy=True).activation().interval == (1.0, 7.0)


def test_samples_that_jump_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "step.csv"
    path.write_text("".join(f"{x},{int(x > 20)}\n" for x in range(50)))
    with pytest.warns(PwlactWarning, match="the spline through step swings between the samples"):
        FunctionChoice(data=str(path)).activation()
