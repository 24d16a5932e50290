"""Files of a family."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path

import pytest
from random_families import small_family

from pwlact.datapath import Unit
from pwlact.datapath.record import spec_of_json
from pwlact.errors import ConfigError, FormatError
from pwlact.many import export
from pwlact.many.export import FAMILY_TARGETS, family_files
from pwlact.many.hardware import family_design
from pwlact.rtl.record import design_from_json

DESIGN = family_design(small_family(), name="pwl_small")


def file(target: str, ending: str) -> str:
    """Return the file of a target whose name ends so."""
    (found,) = [text for name, text in family_files(small_family(), [target], DESIGN).items() if name.endswith(ending)]
    return found


def test_json_rebuilds_every_unit() -> None:
    data = json.loads(file("json", ".json"))
    units = small_family().require_units()
    assert [each["name"] for each in data["functions"]] == ["a", "b", "c"]
    for unit, each in zip(units, data["functions"], strict=True):
        again = Unit(
            spec=spec_of_json(data), thresholds=each["cuts"], slopes=each["slopes"], intercepts=each["intercepts"]
        )
        codes = unit.spec.input.codes()
        assert (again(codes) == unit(codes)).all()


def test_csv_has_a_row_for_each_piece_of_each_function() -> None:
    rows = list(csv.DictReader(file("csv", ".csv").splitlines()))
    units = small_family().require_units()
    assert len(rows) == units.pieces.sum()
    assert [int(row["slope_code"]) for row in rows if row["function"] == "1"] == units.slopes[1].tolist()
    assert {row["name"] for row in rows} == {"a", "b", "c"}


def test_verilog_comes_with_its_bench_and_its_record() -> None:
    names = set(family_files(small_family(), ["verilog"], DESIGN))
    memories = {"pwl_small_inputs.mem", "pwl_small_outputs.mem"}
    assert names == {"pwl_small.v", "pwl_small_bench.v", "design.json"} | memories
    assert len(design_from_json(json.loads(file("verilog", "design.json"))).units) == 3


def test_a_family_writes_its_files_whole_or_not_at_all(tmp_path: Path) -> None:
    written = small_family().export("c,csv", tmp_path / "out", name="mine")
    assert [path.name for path in written] == ["pwl_mine.h", "pwl_mine.csv"]
    assert all(path.is_file() for path in written)
    with pytest.raises(ConfigError):
        small_family().export(["csv", "lut8"], tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_bench_that_would_fill_the_disk_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_BENCH_BITS", 7)
    assert set(family_files(small_family(), ["verilog"], DESIGN)) == {"pwl_small.v", "design.json"}


def test_unknown_targets_and_families_without_codes_are_refused() -> None:
    with pytest.raises(ConfigError, match="one of verilog, c, json, csv"):
        family_files(small_family(), ["lut8"], DESIGN)
    for name in set(FAMILY_TARGETS) - {"verilog"}:
        with pytest.raises(FormatError, match="in real numbers"):
            family_files(dataclasses.replace(small_family(), units=None), [name], DESIGN)
