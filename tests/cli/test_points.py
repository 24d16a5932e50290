"""Points from files of numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.cli.points import read_points
from pwlact.errors import FileError


@pytest.mark.parametrize("text", ["-1 0 2.5", "-1,0,2.5\n", "-1\n0\n\n2.5", " -1 , 0\t2.5 "])
def test_numbers_are_separated_by_blanks_commas_or_lines(text: str, tmp_path: Path) -> None:
    (tmp_path / "points").write_text(text)
    assert read_points(tmp_path / "points").tolist() == [-1.0, 0.0, 2.5]


@pytest.mark.parametrize(
    ("content", "said"), [(b"1 two", "numbers only"), (b"\xff\xfe", "numbers only"), (None, "read")]
)
def test_other_files_are_refused(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "points"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError, match=said):
        read_points(path)
