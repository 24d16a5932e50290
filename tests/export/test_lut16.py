"""The table int16[513], on every input, against the exact function."""

from __future__ import annotations

import numpy as np
import pytest
from consumers.tflite import CASES, errors_of, their_table16

from pwlact import functions
from pwlact.errors import FormatError
from pwlact.export import Quantisation
from pwlact.export.lut16 import errors16, quantisation16, table16
from pwlact.functions import Interval


@pytest.mark.parametrize(("name", "interval"), CASES)
def test_int16_is_better_than_the_usual_construction(name: str, interval: Interval) -> None:
    activation = functions.get(name)
    q = quantisation16(activation, interval)
    theirs, midpoint, minimax = (
        errors_of(activation, q, table)
        for table in (
            their_table16(activation, q),
            table16(activation, q, "midpoint"),
            table16(activation, q, "minimax"),
        )
    )
    assert midpoint.max() <= theirs.max()
    assert midpoint.mean() <= theirs.mean()
    assert minimax.max() <= midpoint.max()
    assert minimax.max() < theirs.max()
    np.testing.assert_allclose(
        errors16(activation, q, table16(activation, q, "minimax")) / q.output_scale, minimax, atol=1e-6
    )


def test_int16_with_zero_points() -> None:
    sigmoid = functions.get("sigmoid")
    q = Quantisation(input_scale=2e-4, input_zero_point=1000, output_scale=1 / 65536, output_zero_point=-32768)
    assert errors_of(sigmoid, q, table16(sigmoid, q, "minimax")).max() < 1.5


def test_int16_on_a_line_is_exact() -> None:
    line = functions.from_expression("0.5 * x", interval=(-8.0, 8.0))
    q = Quantisation(input_scale=2.0**-12, input_zero_point=0, output_scale=2.0**-12, output_zero_point=0)
    for construction in ("midpoint", "minimax"):
        assert errors_of(line, q, table16(line, q, construction)).max() <= 0.5


def test_int16_of_a_jump_is_refused() -> None:
    steep = functions.get("tanh")
    q = Quantisation(input_scale=10.0, input_zero_point=0, output_scale=1 / 32767, output_zero_point=0)
    with pytest.raises(FormatError, match=r"differ by at most 32767, got .* for tanh; choose a smaller input scale"):
        table16(steep, q, "minimax")
