"""Weights of errors: each form against its formula, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.errors import ConfigError, FormatError, InputError
from pwlact.formats import parse_format
from pwlact.metrics import weight_of

X = np.linspace(-3.0, 3.0, 7)


def test_relative_weights_are_one_over_the_size_above_the_floor() -> None:
    y = np.array([0.0, 1e-9, 1e-3, -0.5, 2.0, -4.0, 1.0])
    assert np.array_equal(weight_of("relative:1e-3").on(X, y), 1.0 / np.maximum(np.abs(y), 1e-3))
    assert weight_of("relative").text == "relative:1e-06"


def test_the_default_floor_follows_the_output_format() -> None:
    assert weight_of("relative", parse_format("q4.12")).text == f"relative:{2.0**-12!r}"
    assert weight_of("relative", parse_format("fp16")).text == f"relative:{2.0**-14!r}"


def test_ulps_are_those_of_the_format() -> None:
    y = np.array([1.0, 1.5, 2.0, 3.9, 4.0, -1.0, -8.0])
    assert np.array_equal(weight_of("ulp:fp16").on(X, y), 2.0**10 / np.array([1, 1, 2, 2, 4, 1, 8]))
    assert weight_of("ulp", parse_format("bf16")).text == "ulp:bf16"


def test_an_expression_is_evaluated_in_x() -> None:
    assert np.allclose(weight_of("1/(abs(x)+0.1)").on(X, X), 1.0 / (np.abs(X) + 0.1), rtol=1e-15)


@pytest.mark.parametrize(
    "text", ["relative:0", "relative:nan", "relative:-1", "relative:x", "ulp", "import os", "y", "2", ""]
)
def test_bad_texts_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        weight_of(text)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(FormatError):
        weight_of("ulp:q99")


@pytest.mark.parametrize("text", ["x", "1/x", "log(x)"])
def test_weights_that_are_not_positive_numbers_are_refused_where_they_occur(text: str) -> None:
    with pytest.raises(ConfigError, match="at x = "):
        weight_of(text).on(X, X)
