"""What counts as a function."""

from __future__ import annotations

import math

import pytest

from pwlact import functions
from pwlact.api.given import Given, function_settings
from pwlact.errors import FunctionError, PwlactWarning


@pytest.mark.parametrize("text", ["silu", " GELU ", "silu:beta=1.702", "gelu-tanh", "nosuch"])
def test_a_word_is_a_name(text: str) -> None:
    assert function_settings(text, None) == {"function": text, "range": None}


@pytest.mark.parametrize("text", ["x", "x*x", "-x", "exp(-x)", "2 * tanh(x)"])
def test_anything_else_is_an_expression(text: str) -> None:
    assert function_settings(text, (0, 1)) == {"expr": text, "range": (0.0, 1.0)}
    assert Given(**function_settings(text, (0, 1))).activation().expression == text


def test_objects_are_kept() -> None:
    tanh = functions.get("tanh")
    assert Given(**function_settings(tanh, None)).activation() is tanh
    made = Given(**function_settings(math.tanh, (-2, 2))).activation()
    assert (made.name, made.interval) == ("python_tanh", (-2.0, 2.0))  # no file shall take it for the catalogue's
    assert function_settings(lambda x: x, None)["given"].name == "function"


def test_other_types_are_refused() -> None:
    for bad in (None, 3, ["silu"]):
        with pytest.raises(FunctionError, match="a function is a name"):
            function_settings(bad, None)  # type: ignore[arg-type]


def test_a_reversed_range_is_put_in_order_with_one_warning() -> None:
    for function in ("silu", math.tanh, functions.get("tanh")):
        with pytest.warns(PwlactWarning, match="reversed, and taken as -8 8") as said:
            assert Given(**function_settings(function, (8, -8))).range == (-8.0, 8.0)
        assert len(said) == 1
