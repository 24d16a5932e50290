"""A PWL in words."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.functions import Line
from pwlact.pwl import PWL, cases, line_text, number


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1.0, 2, "1.00"),
        (-1.25, 1, "-1.2"),
        (-0.0, 3, "0.000"),
        (-0.0004, 3, "0.000"),
        (-0.0006, 3, "-0.001"),
        (0.4, 0, "0"),
        (-0.4, 0, "0"),
        (-2.0, 0, "-2"),
    ],
)
def test_numbers_are_rounded_to_the_digits(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text
    assert number(np.float64(value), digits) == text


@given(st.floats(-1e6, 1e6), st.integers(0, 8))
def test_number_is_the_nearest_and_never_minus_zero(value: float, digits: int) -> None:
    text = number(value, digits)
    assert abs(float(text) - value) <= 0.5 * 10.0**-digits + 1e-9
    assert not re.fullmatch(r"-0(\.0*)?", text)


@pytest.mark.parametrize(
    ("slope", "intercept", "text"),
    [
        (0.25, -1.5, "0.25 x - 1.50"),
        (-0.25, 1.5, "-0.25 x + 1.50"),
        (0.0, 0.0, "0.00 x + 0.00"),
        (-0.0, -0.0, "0.00 x + 0.00"),
        (-0.001, -0.001, "0.00 x + 0.00"),
        (1.0, -0.006, "1.00 x - 0.01"),
    ],
)
def test_lines_are_written_as_slope_x_and_intercept(slope: float, intercept: float, text: str) -> None:
    assert line_text(slope, intercept, 2) == text


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.floats(-10, 10), st.integers(0, 6))
def test_line_text_reads_back(slope: float, intercept: float, x: float, digits: int) -> None:
    found = re.fullmatch(r"(-?[\d.]+) x ([+-]) ([\d.]+)", line_text(slope, intercept, digits))
    assert found is not None
    offset = float(f"{found[2]}{found[3]}")
    assert abs(float(found[1]) * x + offset - (slope * x + intercept)) <= 0.51 * 10.0**-digits * (abs(x) + 1)


def test_cases_list_tails_and_segments() -> None:
    pwl = PWL(
        breakpoints=np.array([-2.0, 0.0, 1.0]),
        values=np.array([0.0, -1.0, 1.0]),
        left_tail=Line(0.0, 0.0),
        right_tail=Line(1.0, 0.0),
    )
    assert cases(pwl, digits=1, name="g").splitlines() == [
        "g(x) = {",
        "  0.0 x + 0.0   if x < -2.0",
        "  -0.5 x - 1.0  if -2.0 <= x < 0.0",
        "  2.0 x - 1.0   if 0.0 <= x <= 1.0",
        "  1.0 x + 0.0   if x > 1.0",
        "}",
    ]
    assert "x < -2.00000" in cases(pwl)
