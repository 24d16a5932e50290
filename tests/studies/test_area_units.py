"""The units that are asked for, and the one that is found."""

from __future__ import annotations

import pytest

from pwlact import functions
from pwlact.errors import FormatError, InputError
from pwlact.settings.area_frontier import AreaFrontierConfig
from pwlact.studies.area_units import asked_units, searched_unit


def test_each_format_and_scheme_comes_with_each_number_of_segments() -> None:
    config = AreaFrontierConfig(function="silu", formats=("q4.4",), segments_list=(8, 4, 8), estimate=True)
    asked = list(asked_units(config, functions.get("silu")))
    assert [(row.scheme, row.segments) for row, _ in asked[:4]] == [
        ("comparators", 4), ("comparators", 8), ("address", 4), ("address", 8),
    ]  # fmt: skip
    specs = {row.scheme: spec for row, spec in asked}
    assert not any(isinstance(spec, InputError) for spec in specs.values())
    assert specs["address"].address_bits == 8
    assert specs["shifts"].shift_terms == 3
    assert specs["mirrored"].mirrored


def test_a_scheme_that_the_function_does_not_allow_is_left_out_or_says_why() -> None:
    exp = functions.get("exp")
    config = AreaFrontierConfig(function="exp", formats=("q4.4",), segments_list=(4,), estimate=True)
    assert "mirrored" not in {row.scheme for row, _ in asked_units(config, exp)}
    named = AreaFrontierConfig(
        function="exp", formats=("q4.4",), segments_list=(4,), schemes=("address", "mirrored"), estimate=True
    )
    (_, good), (row, why) = asked_units(named, exp)
    assert not isinstance(good, InputError)
    assert isinstance(why, InputError)
    found, unit = searched_unit(row, exp, (-8.0, 0.0), why)
    assert unit is None
    assert "symmetric" in found.note


def test_a_format_that_does_not_exist_is_refused() -> None:
    config = AreaFrontierConfig(function="silu", formats=("q99",), segments_list=(4,), estimate=True)
    with pytest.raises(FormatError):
        list(asked_units(config, functions.get("silu")))
