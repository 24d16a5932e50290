"""Files within the page are those that `pwlact export` writes."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest
from drawn import Maker

from pwlact.cli.main import main
from pwlact.report.sections.downloads import downloads
from pwlact.report.subject import Subject, subject_from, subject_of

OLD = Path(__file__).parents[2] / "data" / "v0"


@pytest.mark.parametrize(
    ("name", "targets"), [("unit-q412", "csv json c"), ("unit-fp16", "csv json c"), ("search-silu", "csv json")]
)
def test_they_equal_the_commands_files_byte_for_byte(
    name: str, targets: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(OLD / name, tmp_path / "runs" / name, ignore=shutil.ignore_patterns("export"))
    monkeypatch.chdir(tmp_path)
    section = downloads(subject_of(tmp_path / "runs" / name / "result.json"))
    assert section is not None
    assert section.values["command"] == f"pwlact export {name} --to {targets}"
    assert main(section.values["command"].split()[1:]) == 0
    written = {file.name: file.read_bytes() for file in (tmp_path / "runs" / name / "export").iterdir()}
    files = section.values["files"]
    assert {file.name: file.text for file in files[:-1]} == written
    assert files[-1].name == "result.json"
    for file in files:
        assert base64.b64decode(file.address.partition("base64,")[2]) == file.text


def test_every_result_has_files_and_without_a_run_no_command(make: Maker, case: str) -> None:
    section = downloads(subject_from(make(case), None))
    assert section is not None
    assert section.values["command"] is None
    assert {"result.json"} < {file.name for file in section.values["files"]}


def test_a_live_page_exports_by_itself(make: Maker) -> None:
    assert downloads(Subject(name="x", result=make("paper"), command="pwlact search gelu")) is None
