"""What counts as a function."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from pwlact import functions
from pwlact.api.given import Given, function_settings
from pwlact.data import data_of
from pwlact.errors import ConfigError, FunctionError, InputError, PwlactWarning


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


@pytest.mark.parametrize("noisy", [False, True])
def test_a_table_is_refused_in_one_line(noisy: bool) -> None:
    with pytest.raises(InputError, match=r"got array\(\[\[0., 0.\].*\(x, y\)") as caught:
        function_settings(np.zeros((400, 2)), None, noisy=noisy)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_a_reversed_range_is_put_in_order_with_one_warning() -> None:
    for function in ("silu", math.tanh, functions.get("tanh")):
        with pytest.warns(PwlactWarning, match="reversed, and taken as -8 8") as said:
            assert Given(**function_settings(function, (8, -8))).range == (-8.0, 8.0)
        assert len(said) == 1


X = np.linspace(-2.0, 2.0, 33)


def test_pairs_records_and_files_are_data(tmp_path: Path) -> None:
    np.save(tmp_path / "scan.npy", np.stack((X, X**3), axis=1))
    data = data_of(X, X**3)
    for given in ((X, X**3), (list(X), list(X**3)), data, tmp_path / "scan.npy", str(tmp_path / "scan.npy")):
        for noisy in (False, True):
            made = Given(**function_settings(given, None, noisy=noisy)).activation()
            assert made.data is not None
            assert (made.data.digest, made.noisy, made.interval) == (data.digest, noisy, (-2.0, 2.0))
    assert function_settings(tmp_path / "scan.npy", (0, 1))["data"] == str(tmp_path / "scan.npy")  # as a run states it


def test_a_third_array_is_the_weight_of_noisy_data() -> None:
    made = function_settings((X, X, X + 3.0), None, noisy=True)["given"]
    assert made.data.weight.tolist() == (X + 3.0).tolist()


def test_noisy_is_of_data() -> None:
    for other in ("silu", "x**2", math.tanh, functions.get("tanh")):
        with pytest.raises(ConfigError, match="noisy is of data"):
            function_settings(other, None, noisy=True)
    with pytest.raises(ConfigError, match=r"data are \(x, y\) or \(x, y, weight\), got 1 arrays"):
        function_settings((X,), None)
