"""Specs: their settings, and those that they refuse."""

from __future__ import annotations

import re
from typing import Any

import pytest
from random_units import spec_of

from pwlact.datapath import Unit, fraction
from pwlact.errors import FormatError
from pwlact.formats import Overflow, Rounding, parse_format
from pwlact.functions import Symmetry
from pwlact.settings.unit import UnitChoice, unit_spec

NAMES = ("input", "slope", "intercept", "output")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("name_of_three", "other"), [("fp16", "q4.12"), ("q4.12", "fp16"), ("fp16", "bf16"), ("e4m3", "fp8_e4m3")]
)
def test_formats_are_all_fixed_point_or_one_float(name_of_three: str, other: str, name: str) -> None:
    with pytest.raises(FormatError, match=r"one format for all, got .*; leave out all but --format"):
        spec_of(name_of_three, **{name: parse_format(other)})


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("q4.12", {"overflow": Overflow.INFINITE}, "no infinity, got overflow 'infinite'; choose saturate or wrap"),
        ("fp16", {"overflow": Overflow.WRAP}, "does not wrap, got overflow 'wrap'; choose saturate or infinite"),
        ("fp16", {"shift_terms": 1}, "go with fixed point, got fp16; leave them out"),
        (
            "fp16",
            {"symmetry": Symmetry.GATED, "arithmetic": "separate"},
            "mirrors a gated function has fused arithmetic, got separate; leave out --unit.arithmetic or --mirror",
        ),
        ("bf16", {"symmetry": Symmetry.COMPLEMENTARY, "arithmetic": "separate"}, "a complementary function has fused"),
        ("q4.12", {"shift_terms": -1}, "zero or more, got -1; try 2"),
        ("q4.12", {"address_bits": 0}, "are 1 to 16, got 0; try 8"),
        ("q4.12", {"address_bits": 17}, "are 1 to 16, got 17; try 8"),
        (
            "q4.12",
            {"mantissa_bits": 2, "address_bits": 8},
            "go with fixed point without address bits, got",
        ),
        ("fp16", {"mantissa_bits": 2}, "mantissa bits go with fixed point without address bits, got fp16"),
        ("q4.12", {"mantissa_bits": -1}, "mantissa bits of q4.12 are 0 to 15, got -1; try 2"),
        ("q4.12", {"mantissa_bits": 2, "base": 1 << 15}, "a code of q4.12, -32768 to 32767, got 32768 (8); try 0"),
        (
            "q4.12",
            {"mantissa_bits": 2, "base": -1, "symmetry": Symmetry.ODD},
            "a code of q4.12, 0 to 32767 in a mirrored table, got -1 (",
        ),
        ("q4.12", {"base": 1}, "a base goes with mantissa bits, got 1 without; leave it out"),
        ("q4.12", {"arithmetic": "both"}, "fused or separate, got 'both'; choose one"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(name: str, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)) as caught:
        spec_of(name, **settings)
    assert "\n" not in str(caught.value)


def test_fraction_bits_are_of_fixed_point() -> None:
    assert fraction(parse_format("q4.12")) == 12
    with pytest.raises(FormatError, match=r"of fixed point, got fp16; choose a format"):
        fraction(parse_format("fp16"))


@pytest.mark.parametrize("rounding", Rounding, ids=lambda rounding: rounding.value)
def test_default_settings_are_those_of_the_cheapest_fixed_point_unit(rounding: Rounding) -> None:
    spec = spec_of("q4.12", rounding=rounding)
    assert spec.fixed
    assert not spec_of("fp16").fixed
    assert spec.address_shift == 0
    assert Unit(spec=spec, thresholds=[], slopes=[0], intercepts=[0]).pieces == 1


def test_the_text_of_a_spec_names_one_format_for_all_once() -> None:
    assert str(unit_spec("fp16", UnitChoice())) == "fp16, fused, nearest_even, saturate"
    fixed = str(unit_spec("q4.12", UnitChoice()))
    assert fixed == "input q4.12, slope q20.12, intercept q16.16, output q4.12, fused, nearest_up, saturate"
