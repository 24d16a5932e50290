"""Formats that a search chooses, and the formats that messages suggest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search.codes.kinds import spec_of

from pwlact.formats import FixedPoint, parse_format
from pwlact.search.codes.spec import remedy, wide, with_fractions
from pwlact.settings.unit import UnitChoice, unit_spec


@pytest.mark.parametrize("fraction", [-3, 0, 12, 31])
def test_the_widest_format_has_32_bits(fraction: int) -> None:
    assert wide(fraction).bits == 32
    assert wide(fraction).fraction == fraction


def test_only_formats_to_be_trimmed_get_other_fractions() -> None:
    free = unit_spec("q4.8", UnitChoice())
    assert set(free.trim) == {"slope", "intercept"}
    changed = with_fractions(free, 5, 9)
    assert (changed.slope, changed.intercept) == (wide(5), wide(9))
    assert (changed.input, changed.output) == (free.input, free.output)
    fixed = spec_of("q4.8")
    assert with_fractions(fixed, 5, 9) == fixed


@given(st.floats(-1000.0, 1000.0), st.floats(0.0, 1000.0), st.integers(0, 16))
def test_a_suggested_format_holds_the_values(low: float, width: float, fraction: int) -> None:
    words = remedy(FixedPoint(4, fraction), low, low + width)
    assert words.endswith(" would do")
    found = parse_format(words.split()[0])
    lowest, highest = found.limits
    assert lowest <= low
    assert low + width <= highest + found.step
    assert found.bits <= 32


def test_floats_suggest_bf16_or_a_smaller_range() -> None:
    assert remedy(parse_format("fp16"), -1e5, 1e5) == "bf16 would do"
    assert remedy(parse_format("fp16"), -1e39, 1e39) == "choose a smaller range with -R"


def test_no_format_of_few_bits_leaves_a_smaller_range() -> None:
    assert remedy(FixedPoint(4, 8), -1e6, 1e6, max_bits=8).startswith(("choose", "q"))
    assert remedy(FixedPoint(4, 2), -1e30, 1e30, max_bits=16) == "choose a smaller range with -R"
