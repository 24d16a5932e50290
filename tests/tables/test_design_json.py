"""Units in the record of exported Verilog."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pwlact
from pwlact.datapath.record import unit_to_json
from pwlact.errors import FileError
from pwlact.rtl import Design
from pwlact.rtl.record import design_to_json
from pwlact.tables import ReadOptions, read_table
from pwlact.tables.design_json import read_design, reads_design


def record_of(*functions: str) -> tuple[dict, list]:
    found = [pwlact.approximate(name, segments=4, format="q3.5", interval=(-4, 4)).unit for name in functions]
    design = Design(units=tuple(found), functions=functions, name="pwl_test")
    return json.loads(json.dumps(design_to_json(design))), found


def test_exported_verilog_is_read_by_its_record(tmp_path: Path) -> None:
    result = pwlact.approximate("tanh", segments=4, format="q3.5", interval=(-4, 4), mirror=True)
    result.export("verilog", tmp_path)
    table = read_table(tmp_path / "design.json")
    assert unit_to_json(table.unit) == unit_to_json(result.unit)
    assert table.activation is pwlact.functions.get("tanh")
    audit = pwlact.audit(tmp_path / "design.json", interval=(-4, 4))
    assert audit.report == result.candidate.unit_report


def test_of_several_functions_one_is_chosen_by_any_of_its_names() -> None:
    record, units = record_of("silu", "sigmoid")
    assert reads_design(record)
    for name, k in (("silu", 0), ("swish", 0), ("logistic", 1)):
        table = read_design(record, ReadOptions(function=name))
        assert unit_to_json(table.unit) == unit_to_json(units[k])
        assert table.activation is pwlact.functions.get(name)
    with pytest.raises(FileError, match=r"has silu, sigmoid, got none; choose one with --function"):
        read_design(record)
    with pytest.raises(FileError, match=r"has silu, sigmoid, got 'gelu'; choose"):
        read_design(record, ReadOptions(function="gelu"))


def test_a_damaged_record_is_refused() -> None:
    record, _ = record_of("silu")
    with pytest.raises(FileError, match="a design has the key 'units', which is missing"):
        read_design({key: value for key, value in record.items() if key != "units"})
    assert not reads_design({"schema": "pwlact.unit/1"})
