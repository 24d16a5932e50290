"""Designs are found by run, by exported folder and by record; files that do not belong together are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pwlact.datapath import fraction
from pwlact.errors import FileError, InputError
from pwlact.export.verilog import RECORD
from pwlact.runs.designs import FOLDER, find_design, read_design, read_verilog, with_functions
from pwlact.runs.folder import RESULT
from pwlact.search.result_json import load_result

DATA = Path(__file__).parents[1] / "data" / "v0"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Give a run with an exported unit of silu in q4.12."""
    return Path(shutil.copytree(DATA / "unit-q412", tmp_path / "unit-q412"))


def test_is_found_by_run_by_exported_folder_and_by_record(run: Path) -> None:
    names = (str(run), str(run / RESULT), str(run / FOLDER), str(run / FOLDER / RECORD))
    found = [find_design(name, "nowhere") for name in names]
    assert [design.name for design, _ in found] == ["pwl_silu"] * 4
    assert len({verilog for _, verilog in found}) == 1


def test_files_of_another_result_are_refused(run: Path) -> None:
    shutil.copy(DATA / "unit-fp16" / RESULT, run / RESULT)
    with pytest.raises(FileError, match="export it again"):
        find_design(str(run), "nowhere")


def test_a_result_in_real_numbers_has_no_design() -> None:
    with pytest.raises(InputError):
        find_design(str(DATA / "search-silu"), "nowhere")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_damaged_record_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RECORD).write_bytes(content)
    with pytest.raises(FileError):
        read_design(tmp_path / RECORD)


def test_verilog_must_be_text(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="got"):
        read_verilog(tmp_path / "no.v")
    (tmp_path / "bytes.v").write_bytes(b"\xff")
    with pytest.raises(FileError, match="readable text"):
        read_verilog(tmp_path / "bytes.v")


def test_further_functions_share_the_units_formats(run: Path) -> None:
    result = load_result(run / RESULT)
    silu, tanh = with_functions(result, ["silu", "tanh"])
    assert silu is result
    assert tanh.problem.activation.name == "tanh"
    units = [found.candidate.unit for found in (silu, tanh) if found.candidate.unit is not None]
    specs = [
        (unit.spec.input, unit.spec.output, fraction(unit.spec.slope), fraction(unit.spec.intercept)) for unit in units
    ]
    assert specs[0] == specs[1]
    with pytest.raises(InputError, match="nosuch"):
        with_functions(result, ["nosuch"])
