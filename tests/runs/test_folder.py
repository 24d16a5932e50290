"""Run folders are made anew and found again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pwlact.errors import ConfigError, FileError
from pwlact.runs import find_result, find_run, list_runs
from pwlact.runs.folder import CONFIG, RESULT, create_run


def test_names_a_run_by_time_and_function_and_makes_it_new(tmp_path: Path) -> None:
    out = str(tmp_path / "deep" / "out")
    folders = [create_run(out, None, "x*tanh(Log(1+exp(x)))") for _ in range(3)]
    assert len(set(folders)) == 3
    assert all(folder.is_dir() for folder in folders)
    assert folders[0].name.endswith("-x-tanh-log-1-exp-x")


def test_a_given_name_must_be_new_and_plain(tmp_path: Path) -> None:
    assert create_run(str(tmp_path), "mine [1]", "gelu") == tmp_path / "mine [1]"
    with pytest.raises(FileError, match="choose another --name"):
        create_run(str(tmp_path), "mine [1]", "gelu")
    for name in ("", ".", "..", "a/b", "/a", "a\\b", "a\0b"):
        with pytest.raises(ConfigError, match="plain folder name"):
            create_run(str(tmp_path), name, "gelu")
    with pytest.raises(FileError):
        create_run(str(tmp_path), "a" * 5000, "gelu")
    assert [path.name for path in tmp_path.iterdir()] == ["mine [1]"]


@pytest.mark.parametrize("name", [None, "mine"])
def test_cannot_be_made_below_a_file(tmp_path: Path, name: str | None) -> None:
    (tmp_path / "file").write_text("")
    for out in ("file", "file/out"):
        with pytest.raises(FileError, match="choose another --out"):
            create_run(str(tmp_path / out), name, "gelu")


def test_is_found_by_path_and_by_name(tmp_path: Path) -> None:
    run = create_run(str(tmp_path), "mine", "gelu")
    with pytest.raises(FileError):
        find_run("mine", str(tmp_path))  # still empty
    (run / CONFIG).write_text("")
    assert find_run("mine", str(tmp_path)) == find_run(str(run)) == run
    with pytest.raises(FileError, match="unfinished"):
        find_result("mine", str(tmp_path))
    (run / RESULT).write_text("{}")
    assert find_result("mine", str(tmp_path)) == find_result(str(run)) == find_result(str(run / RESULT)) == run / RESULT


@pytest.mark.parametrize("name", ["nosuch", "", "a" * 5000, "nosuch/deep"])
def test_what_is_not_there_is_not_found(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for find in (find_run, find_result):
        with pytest.raises(FileError):
            find(name, str(tmp_path))


def test_lists_runs_newest_first_and_nothing_else(tmp_path: Path) -> None:
    assert list_runs(str(tmp_path / "nothing")) == []
    for age, name in enumerate(("b", "c", "a")):
        run = create_run(str(tmp_path), name, "gelu")
        (run / CONFIG).write_text("")
        os.utime(run / CONFIG, (1000 + age, 1000 + age))
    (tmp_path / "other").mkdir()
    (tmp_path / "file").write_text("")
    assert [run.name for run in list_runs(str(tmp_path))] == ["a", "c", "b"]


@pytest.mark.parametrize(("out", "name"), [("runs", "a\nb"), ("runs", "a\tb"), ("ru\nns", None)])
def test_names_are_of_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, name: str | None) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"got '.*\\[nt]"):
        create_run(out, name, "silu")
    assert list(tmp_path.iterdir()) == []


def test_a_result_that_is_a_pipe_is_refused(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("", encoding="utf-8")
    os.mkfifo(tmp_path / RESULT)
    for find in (find_run, find_result):
        with pytest.raises(FileError, match="a file must be regular"):
            find(str(tmp_path))
