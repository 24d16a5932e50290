"""The table int8[256], on every input, against the exact function."""

from __future__ import annotations

import numpy as np
import pytest
from consumers.tflite import CASES, exact

from pwlact import functions
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
