"""Tables through the function at equal distances."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact import functions
from pwlact.studies.evaluation.interpolated import interpolated


@pytest.mark.parametrize(
    ("function", "format_", "interval"),
    [("silu", "float", (-8, 8)), ("tanh", "float", (-4, 4)), ("silu", "q3.5", (-4, 4))],
)
def test_values_are_the_functions_at_equal_distances(
    function: str, format_: str, interval: tuple[float, float]
) -> None:
    result = interpolated(function, 6, format_)
    np.testing.assert_allclose(result.pwl.breakpoints, np.linspace(*interval, 7))
    np.testing.assert_array_equal(result.pwl.values, functions.get(function)(result.pwl.breakpoints))
    assert (result.method, result.unit) == ("interpolated", None)


def test_tanhs_table_is_sigmoids() -> None:
    x = np.linspace(-10.0, 10.0, 401)
    tanh, sigmoid = interpolated("tanh", 8, "float").pwl, interpolated("sigmoid", 8, "float").pwl
    np.testing.assert_allclose(tanh(x), 2.0 * sigmoid(2.0 * x) - 1.0, atol=1e-12)
