"""Rectifiers: values, and tables of two pieces that hold them exactly."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.functions import Symmetry, get
from pwlact.metrics import exact_errors
from pwlact.pwl import PWL

NAMES = ("relu", "leaky_relu", "leaky_relu:negative_slope=0.2", "prelu", "prelu:weight=2")


@pytest.mark.parametrize(("name", "y"), list(zip(NAMES, (0.0, -0.02, -0.4, -0.5, -4.0), strict=True)))
def test_values_at_minus_two_and_three_are_the_known_ones(name: str, y: float) -> None:
    np.testing.assert_allclose(get(name)(np.array([-2.0, 0.0, 3.0])), [y, 0.0, 3.0], rtol=1e-15)


@pytest.mark.parametrize("name", NAMES)
def test_two_segments_that_meet_at_zero_are_exact(name: str) -> None:
    activation = get(name)
    knots, tails = np.array([-8.0, 0.0, 8.0]), {"left_tail": activation.left_tail, "right_tail": activation.right_tail}
    pwl = PWL(breakpoints=knots, values=activation(knots), **tails)
    assert exact_errors(activation, pwl).max == 0.0


def test_a_leaky_relu_of_slope_one_is_a_line() -> None:
    activation = get("leaky_relu:negative_slope=1")
    assert activation.kinks == ()
    assert activation.symmetry is Symmetry.ODD
