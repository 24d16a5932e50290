"""The exact function in a number format."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.datapath import input_codes
from pwlact.formats import Overflow
from pwlact.studies.evaluation.exact import exact_unit


@pytest.mark.parametrize("format_", ["q3.5", "q4.8", "fp8_e4m3", "e5m4"])
@pytest.mark.parametrize("function", ["silu", "tanh", "gelu"])
def test_each_input_code_gives_the_function_rounded_once(function: str, format_: str) -> None:
    unit = exact_unit(function, format_)
    spec = unit.spec
    codes = input_codes(spec.input)
    x = spec.input.decode(codes)
    finite = np.isfinite(x)
    found = spec.output.decode(unit(codes))[finite]
    y = functions.get(function)(x[finite])
    expected = spec.output.decode(spec.output.encode(y, spec.rounding, Overflow.SATURATE))
    np.testing.assert_array_equal(found, expected)
