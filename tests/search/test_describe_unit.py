"""A unit's errors in words: each with its place, and no placeholder."""

from __future__ import annotations

import dataclasses

import pytest

from pwlact import functions
from pwlact.datapath import AllCodes, UnitReport
from pwlact.formats import FloatFormat, parse_format
from pwlact.metrics import Errors
from pwlact.search.describe_unit import all_codes_text, max_error_text, outside_text, ulp_text

ERRORS = Errors(max=0.25, mean=0.125, mse=0.02)
REPORT = UnitReport(errors=ERRORS, ulp=64.0, worst=-2.5, outside=0.5, reversals=0, inputs=100, ulp_worst=0.0)
EVERYWHERE = AllCodes(inputs=4096, max=0.5, worst=8.5, reversals=0, reversals_at=(), beyond=0)


@pytest.mark.parametrize(("name", "text"), [("q4.8", "0.25 at x = -2.5, 64 ULP"), ("fp16", "0.25 at x = -2.5")])
def test_a_largest_error_has_its_input(name: str, text: str) -> None:
    assert max_error_text(REPORT, parse_format(name)) == text


@pytest.mark.parametrize(("x", "text"), [(0.0, "a ULP is 2^-24, the smallest"), (1.5, "a ULP is 2^-10")])
def test_last_places_of_a_float_are_said_with_the_functions_value(x: float, text: str) -> None:
    output = parse_format("fp16")
    assert isinstance(output, FloatFormat)
    report = dataclasses.replace(REPORT, ulp_worst=x)
    said = ulp_text(report, output, functions.get("gelu"))
    assert said == f"64 at x = {x:g}, where f(x) = {functions.get('gelu')(x):.4g} and {text}"
    earlier = dataclasses.replace(REPORT, ulp_worst=None)
    assert "does not name" in ulp_text(earlier, output, functions.get("gelu"))


def test_reversals_are_named_with_their_inputs() -> None:
    fixed = parse_format("q4.8")
    assert all_codes_text(EVERYWHERE, fixed) == "4,096: max error 0.5 at x = 8.5; no reversals"
    two = dataclasses.replace(EVERYWHERE, reversals=2, reversals_at=(-4.0, 4.0))
    assert all_codes_text(two, fixed).endswith("; 2 reversals, at x = -4, 4")
    many = dataclasses.replace(EVERYWHERE, reversals=20, reversals_at=tuple(map(float, range(16))))
    assert all_codes_text(many, fixed).endswith("; 20 reversals, at x = 0, 1, 2, 3, ...")


def test_what_the_output_cannot_hold_is_counted_and_an_infinite_output_said() -> None:
    beyond = dataclasses.replace(EVERYWHERE, max=None, beyond=7)
    text = all_codes_text(beyond, parse_format("fp16"))
    assert text.startswith("4,096: max error infinite at x = 8.5;")
    assert text.endswith("; left out are 7 further codes, at which f(x) exceeds fp16")


def test_a_figure_outside_the_range_of_an_earlier_result_is_an_error_or_a_dash_with_its_reason() -> None:
    output = parse_format("fp16")
    assert outside_text(0.018, output) == "0.018 maximum error at input codes outside the range"
    assert outside_text(1.8e308, output) == "-, f(x) exceeds fp16 at some input codes outside the range"
