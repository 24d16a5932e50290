"""Constraints in words."""

from __future__ import annotations

import pytest

import pwlact
from pwlact.search.kept_text import kept_lines


@pytest.mark.parametrize("format_", ["q3.5", None])
def test_the_constraints_of_a_unit_are_named_and_checked_on_every_code(format_: str | None) -> None:
    found = pwlact.approximate(
        "tanh", segments=4, interval=(-3.0, 3.0), format=format_, through=(0.0, 0.0), monotone=True
    )
    text = "through (0, 0), monotone: kept, checked on 256 input codes"
    assert kept_lines(found) == ([("constraints", text)] if format_ else [])


def test_without_constraints_nothing_is_said() -> None:
    assert kept_lines(pwlact.approximate("tanh", segments=4, interval=(-3.0, 3.0), format="q3.5")) == []
