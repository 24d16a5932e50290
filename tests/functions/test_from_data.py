"""Functions of data."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.data import Data, data_of
from pwlact.errors import ConfigError
from pwlact.functions import Line, Symmetry, from_data

X = np.linspace(-8.0, 8.0, 257)


def _samples(function: str, **named: object) -> Data:
    return data_of(X, functions.get(function).f(X), **named)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["silu", "tanh", "gelu", "softplus"])
def test_exact_samples_stand_in_for_the_function_they_are_of(name: str) -> None:
    true, made = functions.get(name), from_data(_samples(name))
    at = np.linspace(-8.0, 8.0, 5001)
    for found, wanted, error in ((made.f, true.f, 1e-6), (made.df, true.df, 1e-4), (made.d2f, true.d2f, 5e-3)):
        assert np.max(np.abs(found(at) - wanted(at))) < error
    assert made.symmetry is true.symmetry
    assert made.inflections == pytest.approx(true.inflections, abs=1e-3)
    assert (made.interval, made.domain, made.left_tail) == ((-8.0, 8.0), (-8.0, 8.0), None)


def test_symmetry_holds_to_the_rounding_of_values() -> None:
    rounded = data_of(X, np.round(functions.get("silu").f(X), 5))
    assert from_data(rounded).symmetry is Symmetry.GATED


def test_beyond_the_data_the_value_stays() -> None:
    made = from_data(_samples("silu"))
    assert made.f(np.array([-20.0, 20.0])) == pytest.approx(made.f(np.array([-8.0, 8.0])))


def test_the_name_is_none_of_the_catalogue() -> None:
    assert from_data(_samples("silu")).name == "data"
    assert from_data(_samples("silu", name="scan")).name == "scan"
    for name in ("silu", "GELU", "gelu-tanh"):
        again = from_data(_samples("silu", name=name)).name
        assert not functions.is_known(again)
        assert from_data(_samples("silu", name=again)).name == again


def test_tails_are_taken() -> None:
    made = from_data(_samples("tanh"), left_tail=Line(0.0, -1.0))
    assert (made.left_tail, made.right_tail) == (Line(0.0, -1.0), None)
    assert made.tail_source("left") == "given"


def test_noisy_data_are_lines_from_mean_to_mean() -> None:
    made = from_data(data_of([0, 1, 1, 3], [0, 1, 4, 5], [1, 2, 1, 1], noisy=True))
    assert made.noisy
    assert made.f(np.array([0.0, 0.5, 1.0, 2.0])) == pytest.approx([0.0, 1.0, 2.0, 3.5])
    assert made.df(np.array([0.5, 2.0, 9.0])) == pytest.approx([2.0, 1.5, 1.5])


def test_what_makes_no_smooth_function_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"exact samples are all met.*got weights; leave them out, add --noisy"):
        from_data(data_of([0, 1, 2], [0, 1, 2], [1, 1, 2]))
    noise = np.random.default_rng(0).standard_normal(50_000)
    with pytest.raises(ConfigError, match=r"bend at most 20,000 times, got .*; they look noisy: add --noisy"):
        from_data(data_of(np.arange(50_000.0), noise))
