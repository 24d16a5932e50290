"""The table int8[256], on every input, against the exact function."""

from __future__ import annotations

import numpy as np
import pytest
from consumers.tflite import CASES, exact

from pwlact import functions
from pwlact.export.lookup import Quantisation
from pwlact.export.lut8 import quantisation8, table8
from pwlact.functions import Interval


@pytest.mark.parametrize(("name", "interval"), CASES)
def test_int8_is_the_nearest_code(name: str, interval: Interval) -> None:
    activation = functions.get(name)
    q = quantisation8(activation, interval)
    table = table8(activation, q).astype(np.int8)
    x = np.arange(-128, 128)
    read = table[x.astype(np.int8).astype(np.uint8)].astype(np.float64)  # the library's lookup
    off = np.abs(q.output_scale * (read - q.output_zero_point) - exact(activation, q, x, 8))
    assert off.max() <= 0.5 * q.output_scale * (1 + 1e-9)
    held = q.input_scale * (x[[0, -1]] - q.input_zero_point)
    assert held[0] <= interval[0] + q.input_scale
    assert held[1] >= interval[1] - q.input_scale


@pytest.mark.parametrize(("text", "at_zero"), [("log(x)", -128), ("1/sqrt(x)", 127)])
def test_inputs_at_or_below_zero_clamp_where_the_function_has_no_value(text: str, at_zero: int) -> None:
    """As a rescaled infinity is clamped in the library's own population of the table."""
    activation = functions.from_expression(text, interval=(0.05, 4.0))
    q = quantisation8(activation, (0.05, 4.0))
    table, codes = table8(activation, q), np.arange(256).astype(np.uint8).astype(np.int8)
    assert set(table[codes <= q.input_zero_point].tolist()) == {at_zero}
    x = q.input_scale * (codes[codes > q.input_zero_point].astype(np.float64) - q.input_zero_point)
    wanted = np.clip(activation(x) / q.output_scale + q.output_zero_point, -128, 127)
    assert np.abs(table[codes > q.input_zero_point] - wanted).max() <= 0.5
    low = Quantisation(input_scale=0.05, input_zero_point=-20, output_scale=0.05, output_zero_point=0)
    assert set(table8(activation, low)[codes <= -20].tolist()) == {at_zero}
