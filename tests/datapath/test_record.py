"""Units as JSON: exact there and back; damage is told in a line."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from export.units import fixed_units, floating_units, silu_unit
from random_units import random_unit, spec_of

from pwlact.datapath import Unit
from pwlact.datapath.record import SCHEMA, unit_from_json, unit_to_json
from pwlact.datapath.special import special_values
from pwlact.errors import FileError

OCTAVES = {"mantissa_bits": 2, "base": -16}


@pytest.mark.parametrize("unit", [silu_unit(), *fixed_units(), *floating_units()])
def test_a_unit_is_rebuilt_from_its_record(unit: Unit) -> None:
    data = json.loads(json.dumps(unit_to_json(unit)))
    assert data["schema"] == SCHEMA
    assert data.get("special", {}) == special_values(unit.spec)
    again = unit_from_json({**data, "note": ["more"]})
    assert again.spec == unit.spec
    for name in ("thresholds", "slopes", "intercepts"):
        assert np.array_equal(getattr(again, name), getattr(unit, name))


def test_only_octaves_add_keys_to_a_record() -> None:
    plain, octaves = (random_unit(np.random.default_rng(1), spec_of("q4.4", **given)) for given in ({}, OCTAVES))
    assert not OCTAVES.keys() & unit_to_json(plain).keys()
    assert {name: unit_to_json(octaves)[name] for name in OCTAVES} == OCTAVES


DAMAGE: list[tuple[str, Any]] = [
    ("input", "q99.99"), ("input", 4), ("input", None), ("slope", "fp16"), ("output", "x"), ("rounding", "nearest"),
    ("rounding", []), ("overflow", "infinite"), ("overflow", {}), ("arithmetic", "both"), ("arithmetic", ["fused"]),
    ("mantissa_bits", 2.0), ("mantissa_bits", -1), ("base", 3), ("base", "0"),
    ("address_bits", 0), ("address_bits", "8"), ("address_bits", 2.0), ("address_bits", True), ("address_bits", 1),
    ("shift_terms", -1), ("shift_terms", None), ("shift_terms", 1.5), ("symmetry", "round"), ("trim", "slope"),
    ("trim", ["x"]), ("trim", [[]]), ("cuts", []), ("cuts", "abc"), ("cuts", [1.5] * 15), ("cuts", [0] * 15),
    ("cuts", [10**30] * 15), ("cuts", None), ("begins", []), ("begins", [0] * 15), ("slopes", [10**6] * 16),
    ("slopes", [[1]] * 16), ("slopes", [True] * 16), ("slopes", {}), ("intercepts", [1]), ("intercepts", [None] * 16),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), DAMAGE)
def test_damaged_values_are_refused(key: str, value: Any) -> None:
    data = {**unit_to_json(silu_unit()), key: value}
    with pytest.raises(FileError, match=r"a unit's values must fit its schema, got .*; the file is damaged") as caught:
        unit_from_json(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", [key for key in unit_to_json(silu_unit()) if key != "schema"])
def test_a_missing_key_is_refused(key: str) -> None:
    data = unit_to_json(silu_unit())
    del data[key]
    with pytest.raises(FileError, match=f"a unit has the key '{key}', which is missing"):
        unit_from_json(data)


@pytest.mark.parametrize("data", [None, [], "x", {}, {"schema": "pwlact.unit/2"}, {"schema": []}])
def test_another_schema_is_refused(data: Any) -> None:
    with pytest.raises(FileError, match=r"a unit has schema 'pwlact.unit/1', got"):
        unit_from_json(data)
