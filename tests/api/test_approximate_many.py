"""`approximate_many`: samples or functions in, a family out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pwlact
from pwlact.errors import InputError

X = np.linspace(-4.0, 4.0, 65)


def test_names_expressions_and_callables_are_sampled() -> None:
    family = pwlact.approximate_many(X, ["tanh", "x*x", np.sin], segments=4)
    assert family.names[0] == "tanh"
    samples = pwlact.approximate_many(X, [np.tanh(X), X * X, np.sin(X)], segments=4)
    assert family.values == pytest.approx(samples.values, abs=1e-9)
    assert family.max_errors[1] == pytest.approx(4.0 / 8.0, rel=1e-5)  # (8 / 4)^2 * 2 / 16


def test_a_density_of_each_function_lowers_the_error_where_inputs_are() -> None:
    inside = np.zeros((2, 8))
    inside[:, 3:5] = 1.0
    plain, dense = (
        pwlact.approximate_many(X, [np.tanh(X), np.sin(X)], segments=4, objective="mse", density=density)
        for density in (None, inside)
    )
    x = np.linspace(-1.0, 1.0, 101)
    truth = np.array([np.tanh(x), np.sin(x)])
    assert np.all(np.mean((dense(x) - truth) ** 2, axis=1) < np.mean((plain(x) - truth) ** 2, axis=1))


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"segments": 8, "total_segments": 9}, "exclude each other"),
        ({"segments": 2.5}, "whole number"),
        ({"objective": "paper"}, "one of max, mse"),
        ({"method": "global"}, "one of minimax, dp, uniform"),
        ({"weights": [1.0, 2.0]}, "go with total_segments"),
        ({"jobs": 0}, "1 or more"),
        ({"max_error": "1ulp"}, "must be a number"),
        ({"names": [1, 2]}, "one name or several"),
    ],
)
def test_bad_settings_are_refused(settings: dict[str, Any], word: str) -> None:
    with pytest.raises(InputError, match=word):
        pwlact.approximate_many(X, [np.tanh(X), np.sin(X)], **settings)


def test_an_unknown_function_is_refused() -> None:
    with pytest.raises(InputError, match="silu"):
        pwlact.approximate_many(X, ["sillu"])
