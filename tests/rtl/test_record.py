"""Designs as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from random_units import companions, fixed_spec

from pwlact.errors import FileError
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.record import KEYS, SCHEMA, design_from_json, design_to_json

V0 = Path(__file__).parents[1] / "data" / "v0"


def design(seed: int = 3) -> Design:
    rng = np.random.default_rng(seed)
    return Design(
        units=companions(rng, fixed_spec(rng), 3), functions=("f", "g", "h"), name="u", latency=2, note=("a", "b")
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_design_comes_back(seed: int) -> None:
    made = design(seed)
    data = json.loads(json.dumps(design_to_json(made)))
    assert data["schema"] == SCHEMA
    again = design_from_json(data)
    assert unit_verilog(again) == unit_verilog(made)
    assert design_to_json(again) == data


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_key_is_named(key: str) -> None:
    data = design_to_json(design())
    del data[key]
    with pytest.raises(FileError, match=f"has the key '{key}', which is missing"):
        design_from_json(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("latency", 9),
        ("latency", "x"),
        ("latency", None),
        ("name", "9"),
        ("units", 3),
        ("units", [{}]),
        ("functions", []),
    ],
)
def test_values_of_no_design_are_refused(key: str, value: Any) -> None:
    with pytest.raises(FileError, match="values must fit its schema") as caught:
        design_from_json({**design_to_json(design()), key: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [None, [], 3, {"schema": "pwlact.unit/1"}])
def test_other_schemas_are_refused(data: Any) -> None:
    with pytest.raises(FileError, match=r"a design has schema 'pwlact\.design/1'"):
        design_from_json(data)


@pytest.mark.parametrize("name", ["unit-q412", "unit-mirror", "unit-fp16"])
def test_designs_of_earlier_versions_are_read(name: str) -> None:
    data = json.loads((V0 / name / "export" / "design.json").read_text())
    again = design_to_json(design_from_json(data))
    units = [{key: unit[key] for key in old} for unit, old in zip(again["units"], data["units"], strict=True)]
    assert {**again, "units": units} == {key: data[key] for key in again}  # newer keys of units say more
