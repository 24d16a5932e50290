"""What a page tells of."""

from __future__ import annotations

import shutil
from pathlib import Path

from pwlact.report import subject_from, subject_of
from pwlact.runs.command import command_of

OLD = Path(__file__).parents[1] / "data" / "v0"


def test_a_run_has_its_name_and_its_command() -> None:
    subject = subject_of(OLD / "unit-q412" / "result.json")
    assert (subject.name, subject.command) == ("unit-q412", command_of(OLD / "unit-q412"))
    assert subject.folder == OLD / "unit-q412"


def test_a_file_of_another_name_is_called_by_it(tmp_path: Path) -> None:
    shutil.copy(OLD / "search-silu" / "result.json", tmp_path / "mine.json")
    assert subject_of(tmp_path / "mine.json").name == "mine"


def test_without_a_folder_a_result_is_called_by_its_function() -> None:
    subject = subject_from(subject_of(OLD / "search-silu" / "result.json").result, None)
    assert (subject.name, subject.command, subject.folder) == ("silu", None, None)
