"""Stand-ins of how-to pages compute what the consumers' arithmetic, restated in Python, does."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path

import numpy as np
import pytest
from consumers.cmsis_nn import softmax16
from icarus import needs

from pwlact import functions
from pwlact.export import LookupOptions, Quantisation
from pwlact.export.library import library16
from pwlact.export.presets import PresetName, quantisation_of

CMSIS = Path(__file__).parent / "stand_ins" / "CMSIS-NN"
ANY = Quantisation(input_scale=1.0, input_zero_point=0, output_scale=1.0, output_zero_point=0)


class Tables(ctypes.Structure):
    _fields_ = [("exp", ctypes.c_void_p), ("reciprocal", ctypes.c_void_p)]


def table(expression: str, preset: PresetName) -> np.ndarray:
    activation = functions.from_expression(expression, interval=(0.0, 1.0))
    q = quantisation_of(LookupOptions(preset=preset), activation, 16, ANY)
    return library16(activation, q).astype(np.int16)


@needs("gcc")
@pytest.mark.parametrize("length", [1, 2, 9])
def test_softmax(length: int, tmp_path: Path) -> None:
    source = CMSIS / "Source" / "SoftmaxFunctions" / "arm_softmax_s16.c"
    library = tmp_path / "softmax.so"
    command = ["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", f"-I{CMSIS / 'Include'}"]
    subprocess.run([*command, "-o", str(library), str(source)], check=True)
    pair = table("exp(x)", "softmax-exp"), table("1/(1+x)", "softmax-reciprocal")
    rows = np.random.default_rng(length).integers(-32768, 32768, (2000, length)).astype(np.int16)
    found = np.empty_like(rows)
    tables = Tables(*(array.ctypes.data for array in pair))
    for multiplier, shift in ((1717960704, 1), (1 << 30, -2)):
        done = ctypes.CDLL(str(library)).arm_softmax_s16(
            rows.ctypes.data_as(ctypes.c_void_p), 2000, length, multiplier, shift, ctypes.byref(tables),
            found.ctypes.data_as(ctypes.c_void_p),
        )  # fmt: skip
        assert done == 0
        assert np.array_equal(found, softmax16(rows, *pair, multiplier, shift, clamp=False))
