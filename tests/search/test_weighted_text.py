"""Weighted errors in words."""

from __future__ import annotations

import pytest

import pwlact
from pwlact.search.weighted_text import weighted_lines


@pytest.mark.parametrize(
    ("weight", "name", "parts"),
    [
        ("relative", "relative error", ["%", "x = ", "|f| below 1e-06 counts as 1e-06"]),
        ("ulp:bf16", "ULP error", [" ULP at most", "ULP of bf16"]),
        ("1/(abs(x)+1)", "weighted error", ["weight 1/(abs(x)+1)"]),
    ],
)
def test_a_weighted_error_is_told_with_unit_place_and_floor(weight: str, name: str, parts: list[str]) -> None:
    found = pwlact.approximate("exp", segments=3, objective="max", weight=weight)
    ((key, text),) = weighted_lines(found)
    assert key == name
    assert "on the whole range" in text
    for part in parts:
        assert part in text
    assert f"{name}: " in repr(found)


def test_errors_without_weight_have_no_line() -> None:
    assert weighted_lines(pwlact.approximate("exp", segments=3)) == []
