"""Tables as the library builds them, against its generators restated in numpy's float32, and published entries."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from consumers.tflite import their_table8, their_table16

from pwlact import functions
from pwlact.errors import FormatError
from pwlact.export import LookupOptions, Quantisation
from pwlact.export.library import _rounded, library8, library16
from pwlact.export.lut8 import table8
from pwlact.export.lut16 import table16
from pwlact.export.presets import quantisation_of
from pwlact.functions import Activation

RECIPROCAL = functions.from_expression("1/(1+x)", interval=(0.0, 1.0))
FUNCTIONS = (*(functions.get(name) for name in ("sigmoid", "tanh", "silu", "gelu", "exp")), RECIPROCAL)
SCALES = ((10 / 65535, 32767, 2 / 65535, 0), (2e-4, 1000, 1 / 32768, 0), (1 / 4096, 0, 1 / 4096, -700))
every_function = pytest.mark.parametrize("activation", FUNCTIONS, ids=lambda activation: activation.name)


@every_function
@pytest.mark.parametrize("scales", SCALES)
def test_all_513_entries_are_the_librarys(activation: Activation, scales: tuple[float, int, float, int]) -> None:
    input_scale, input_zero, output_scale, output_zero = scales
    if activation is RECIPROCAL:  # has no value at -1
        input_scale, input_zero = input_scale / 10, -32768
    q = Quantisation(
        input_scale=input_scale, input_zero_point=input_zero, output_scale=output_scale, output_zero_point=output_zero
    )
    assert np.array_equal(library16(activation, q), their_table16(activation, q))


@pytest.mark.parametrize("preset", ["logistic", "tanh", "softmax-exp", "softmax-reciprocal"])
def test_presets_are_the_librarys(preset: str) -> None:
    names = {"logistic": "sigmoid", "tanh": "tanh", "softmax-exp": "exp"}
    activation = functions.get(names[preset]) if preset in names else RECIPROCAL
    any_ = Quantisation(input_scale=1.0, input_zero_point=0, output_scale=1.0, output_zero_point=0)
    q = quantisation_of(LookupOptions(preset=preset), activation, 16, any_)
    assert np.array_equal(table16(activation, q, "library"), their_table16(activation, q))


@every_function
@pytest.mark.parametrize("scales", [(0.05, 3, 1 / 128, 0), (0.031, -128, 1 / 256, -128), (0.5, 127, 0.037, 11)])
def test_all_256_entries_are_the_librarys(activation: Activation, scales: tuple[float, int, float, int]) -> None:
    input_scale, input_zero, output_scale, output_zero = scales
    if activation is RECIPROCAL:
        input_zero = -128
    q = Quantisation(
        input_scale=input_scale, input_zero_point=input_zero, output_scale=output_scale, output_zero_point=output_zero
    )
    codes = np.arange(256).astype(np.int8).astype(np.int64)
    assert np.array_equal(library8(activation, q, codes), their_table8(activation, q))


def test_single_precision_misses_halves_of_int8() -> None:
    relu = functions.get("relu")
    q = Quantisation(input_scale=0.02, input_zero_point=0, output_scale=0.04, output_zero_point=0)
    library = table8(relu, q, "library")
    assert np.array_equal(library, their_table8(relu, q))
    assert np.sum(library != table8(relu, q)) == 16  # every second output is a half


def test_the_softmax_table_that_cmsis_nn_publishes() -> None:
    q = Quantisation(input_scale=10 / 65535, input_zero_point=32767, output_scale=2 / 65535, output_zero_point=0)
    table = library16(functions.get("exp"), q)
    assert table[[0, 26, 27, 44, 256, 504, 511, 512]].tolist() == [2, 2, 3, 4, 221, 28027, 32133, 32767]
    assert (
        hashlib.sha256(",".join(map(str, table.tolist())).encode()).hexdigest()
        == "9bdd476d5d308a470983a9a05f4f73c726d0601d05e996cf4643085dc0e5f37d"
    )


def test_halves_are_rounded_away_from_zero() -> None:
    x = np.array([0.5, -0.5, 1.5, -2.5, 0.49999997, -0.49999997, 8388607.5, 0.0], dtype=np.float32)
    assert _rounded(x).tolist() == [1, -1, 2, -3, 0, 0, 8388608, 0]


def test_a_pole_is_refused() -> None:
    q = Quantisation(input_scale=2.0**-15, input_zero_point=0, output_scale=2e-5, output_zero_point=0)
    with pytest.raises(FormatError, match=r"needs .* at every input code, got no number at -1"):
        library16(RECIPROCAL, q)
