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


def test_a_log_tells_its_last_list_of_points(tmp_path: Path) -> None:
    log = "Number of Points: 3\nFinal Chosen Points: [9, 10]\nReward: 1.5\n"
    log += "Final Chosen Points: [-1.5, 0.25, 2]\nMean Error: 0.1\n"
    (tmp_path / "log.txt").write_text(log)
    assert read_points(tmp_path / "log.txt").tolist() == [-1.5, 0.25, 2.0]
    (tmp_path / "log.txt").write_text("points = [-1.5\n 0.25]")
    assert read_points(tmp_path / "log.txt").tolist() == [-1.5, 0.25]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1 two", "numbers only"),
        (b"points: [1, two]", "numbers only"),
        (b"Points: 8", "numbers only"),
        (b"", "at least one number"),
        (b"points: []", "at least one number"),
        (b"\xff\xfe", "numbers only"),
        (None, "read"),
    ],
)
def test_other_files_are_refused(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "points"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError, match=said):
        read_points(path)
