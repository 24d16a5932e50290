"""From settings to a unit's spec."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from pwlact.errors import ConfigError, FormatError
from pwlact.formats import FixedPoint, Overflow, Rounding, parse_format
from pwlact.functions import Symmetry
from pwlact.settings.unit import (
    ADDRESS_BITS,
    GUARD_BITS,
    MANTISSA_BITS,
    OverflowName,
    RoundingName,
    SelectionName,
    UnitChoice,
    unit_spec,
)


def test_names_are_those_of_the_modes() -> None:
    assert list(get_args(RoundingName)) == [mode.value for mode in Rounding]
    assert list(get_args(OverflowName)) == [mode.value for mode in Overflow]


@pytest.mark.parametrize("name", ["q4.12", "q3.5", "uq0.16", "q8.-2"])
def test_by_default_coefficients_are_as_fine_as_the_output_and_trimmed(name: str) -> None:
    spec = unit_spec(name, UnitChoice())
    format_ = parse_format(name)
    assert isinstance(format_, FixedPoint)
    assert spec.input == spec.output == format_
    assert (spec.slope, spec.intercept) == (
        FixedPoint(32 - format_.fraction, format_.fraction),
        FixedPoint(28 - format_.fraction, format_.fraction + GUARD_BITS),
    )
    assert spec.trim == ("slope", "intercept")
    assert (spec.rounding, spec.overflow, spec.arithmetic) == (Rounding.NEAREST_UP, Overflow.SATURATE, "fused")
    assert (spec.address_bits, spec.shift_terms, spec.symmetry) == (None, 0, Symmetry.NONE)


def test_an_output_of_its_own_sets_the_coefficients() -> None:
    spec = unit_spec("q4.4", UnitChoice(output="uq0.10"))
    assert (spec.input.name, spec.output.name) == ("q4.4", "uq0.10")
    assert (spec.slope.name, spec.intercept.name) == ("q22.10", "q18.14")


@pytest.mark.parametrize(
    ("given", "trim"),
    [
        ({"slope": "q2.9"}, ("intercept",)),
        ({"intercept": "q3.9"}, ("slope",)),
        ({"slope": "q2.9", "intercept": "q3.9"}, ()),
    ],
)
def test_given_coefficients_are_kept(given: dict[str, str], trim: tuple[str, ...]) -> None:
    spec = unit_spec("q4.12", UnitChoice(**given))
    for which, name in given.items():
        assert getattr(spec, which).name == name
    assert spec.trim == trim


@pytest.mark.parametrize("name", ["fp16", "bf16", "fp8_e4m3", "e6m9"])
def test_floats_are_all_of_one_format(name: str) -> None:
    spec = unit_spec(name, UnitChoice())
    assert {spec.input, spec.slope, spec.intercept, spec.output} == {parse_format(name)}
    assert spec.rounding is Rounding.NEAREST_EVEN
    assert spec.trim == ()
    assert unit_spec(name, UnitChoice(overflow="infinite")).overflow is Overflow.INFINITE


@pytest.mark.parametrize("rounding", get_args(RoundingName))
def test_modes_are_taken_over(rounding: RoundingName) -> None:
    for name in ("q4.12", "fp16"):
        choice = UnitChoice(rounding=rounding, arithmetic="separate")
        spec = unit_spec(name, choice, Symmetry.ODD)
        assert (spec.rounding.value, spec.arithmetic, spec.symmetry) == (rounding, "separate", Symmetry.ODD)


@pytest.mark.parametrize(
    ("name", "selection", "given", "bits"),
    [
        ("q4.12", "comparators", None, None),
        ("q4.12", "address", None, ADDRESS_BITS),
        ("q4.12", "address", 5, 5),
        ("q2.3", "address", None, 5),
        ("fp16", "address", None, ADDRESS_BITS),
    ],
)
def test_address_bits_go_with_selection_by_address(
    name: str, selection: SelectionName, given: int | None, bits: int | None
) -> None:
    assert unit_spec(name, UnitChoice(selection=selection, address_bits=given)).address_bits == bits


@pytest.mark.parametrize(("name", "base", "code"), [("q4.12", None, 0), ("q4.12", -8.0, -32768), ("uq4.4", 1.5, 24)])
def test_octaves_have_mantissa_bits_and_a_base(name: str, base: float | None, code: int) -> None:
    spec = unit_spec(name, UnitChoice(selection="exponential", base=base))
    assert (spec.mantissa_bits, spec.base, spec.address_bits) == (MANTISSA_BITS, code, None)
    assert unit_spec(name, UnitChoice(selection="exponential", mantissa_bits=0)).mantissa_bits == 0


@pytest.mark.parametrize(("name", "bits"), [("fp16", 8), ("bf16", 11), ("fp8_e4m3", 7)])
def test_octaves_of_floats_are_addresses_of_sign_exponent_and_mantissa_bits(name: str, bits: int) -> None:
    assert unit_spec(name, UnitChoice(selection="exponential")) == unit_spec(
        name, UnitChoice(selection="address", address_bits=bits)
    )


BAD: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("q4.12", {"rounding": "sideways"}, "unit.rounding is one of nearest_even, .*, got 'sideways'; choose one"),
    ("q4.12", {"overflow": "explode"}, "unit.overflow is one of saturate, wrap, infinite, got 'explode'"),
    ("q4.12", {"arithmetic": "both"}, "unit.arithmetic is one of fused, separate, got 'both'"),
    ("q4.12", {"selection": "magic"}, "selection is one of comparators, address, exponential, got 'magic'"),
    ("q4.12", {"mantissa_bits": 4}, "mantissa-bits goes with --unit.selection exponential, got 4 with comparators"),
    (
        "q4.12",
        {"base": 1.0, "selection": "address"},
        "base goes with .* exponential, got 1.0 with address",
    ),
    ("q4.12", {"selection": "exponential", "mantissa_bits": 16}, "mantissa bits of q4.12 are 0 to 15, got 16; try 2"),
    (
        "q4.12",
        {"selection": "exponential", "base": 8.0},
        "is a value of q4.12, a multiple of .*, got 8; try 0",
    ),
    ("q4.4", {"selection": "exponential", "base": 0.01}, "a multiple of 0.0625 in -8 to 7.9375, got 0.01; try 0"),
    (
        "fp16",
        {"selection": "exponential", "base": 1.0},
        "octaves of floats double about 0, got unit.base 1",
    ),
    ("fp16", {"selection": "exponential", "mantissa_bits": 11}, "mantissa bits of fp16 are 0 to 10, got 11; try 2"),
    ("q4.12", {"address_bits": 4}, "goes with --unit.selection address, got 4 with comparators"),
    ("q4.12", {"selection": "address", "address_bits": 17}, "are 1 to 16, got 17"),
    ("q4.12", {"shift_terms": -1}, "zero or more, got -1"),
    ("q4.12", {"slope": "fp16"}, "one format for all"),
    ("q4.12", {"output": "fp16"}, "one format for all"),
    ("fp16", {"output": "q4.12"}, "one format for all"),
    ("fp16", {"slope": "bf16"}, "one format for all"),
    ("fp16", {"overflow": "wrap"}, "does not wrap"),
    ("fp16", {"shift_terms": 2}, "go with fixed point"),
    ("q4.12", {"overflow": "infinite"}, "no infinity"),
    ("q99", {}, "a number format is one of"),
    ("q4.12", {"slope": "nine"}, "a number format is one of"),
)


@pytest.mark.parametrize(("name", "given", "message"), BAD, ids=str)
def test_bad_settings_are_refused_in_one_line(name: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises((ConfigError, FormatError), match=message) as caught:
        unit_spec(name, UnitChoice(**given))
    assert "\n" not in str(caught.value)
    assert ";" in str(caught.value)
