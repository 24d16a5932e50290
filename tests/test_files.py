"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pwlact.errors import FileError
from pwlact.files import (
    append_text,
    check_regular,
    check_writable,
    csv_text,
    is_file,
    output_file,
    read_text,
    write_atomically,
    write_text,
)


def test_writes_into_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    write_text(path, "ä\n")
    assert path.read_bytes() == "ä\n".encode()
    write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert [file.name for file in path.parent.iterdir()] == ["b.txt"]


def test_what_fails_half_way_leaves_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")

    def fail(temporary: Path) -> None:
        assert temporary.suffix == ".txt"
        temporary.write_text("half", encoding="utf-8")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_atomically(path, fail)
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("place", ["file/a.txt", "file/deep/a.txt", "folder", ".", "/", "a" * 5000])
def test_a_place_that_cannot_be_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    path = Path(place) if place in {".", "/"} else tmp_path / place
    for use in (check_writable, lambda path: write_text(path, "text")):
        with pytest.raises(FileError) as caught:
            use(path)
        assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_check_leaves_files_and_folders_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    check_writable(path)
    check_writable(tmp_path / "new" / "deep" / "b.txt")
    assert list(tmp_path.iterdir()) == []
    write_text(path, "old")
    check_writable(path)
    assert path.read_text(encoding="utf-8") == "old"


def test_a_name_that_cannot_be_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert is_file(tmp_path / "file")
    assert not is_file(tmp_path)
    assert not is_file(tmp_path / "file" / "deeper")
    assert not is_file(tmp_path / ("a" * 5000))


def test_a_table_as_csv() -> None:
    assert csv_text(("a", "b"), [(1, None), ("x,y", 0.5)]) == 'a,b\r\n1,\r\n"x,y",0.5\r\n'


def test_a_named_file_goes_into_a_folder_that_exists(tmp_path: Path) -> None:
    assert output_file(str(tmp_path / "a.csv")) == tmp_path / "a.csv"
    assert output_file("a.csv") == Path("a.csv")
    with pytest.raises(FileError, match=r"a file's folder must exist, got .*nope/x; make .*nope"):
        output_file(str(tmp_path / "nope" / "x"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["pipe", "folder", "/dev/zero"])
def test_only_regular_files_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(OSError, match="no regular file"):
        read_text(path)
    if kind == "folder":
        check_regular(path)
    else:
        with pytest.raises(FileError, match="a file must be regular"):
            check_regular(path)


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    append_text(tmp_path / "a", "\u00e4")
    append_text(tmp_path / "a", "b")
    check_regular(tmp_path / "a")
    check_regular(tmp_path / "none")
    assert read_text(tmp_path / "a") == "\u00e4b"


def test_devices_are_written_as_they_are() -> None:
    write_text(Path("/dev/null"), "text")
    check_writable(Path("/dev/null"))
    with pytest.raises(FileError, match="/dev/full must be writable, got No space left on device"):
        write_text(Path("/dev/full"), "text")
    assert Path("/dev/null").is_char_device()
    assert Path("/dev/full").is_char_device()
    assert not [path for path in Path("/dev").iterdir() if path.name.startswith((".null", ".full"))]


def test_a_pipe_is_not_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for use in (check_writable, lambda path: write_text(path, "text")):
        with pytest.raises(FileError, match="no regular file"):
            use(tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
