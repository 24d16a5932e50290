"""Data in text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.data import csv_file
from pwlact.data.csv_file import read_csv
from pwlact.errors import FileError


def _read(folder: Path, text: str | bytes) -> list[list[float]]:
    path = folder / "points.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [column.tolist() for column in read_csv(path)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4\n",
        "x,y\n1,2\n3,4",
        "1;2\n3;4\n",
        "1\t2\r\n3\t4\r\n",
        "  1   2\n\n 3 4 # said\n",
        "# measured\n\nx;y\n1;2\n3;4\n",
        "\ufeffX, Y\n1, 2\n3, 4\n",
        '"x","y"\n"1","2"\n"3","4"\n',
        "seconds,volts\n1,2\n3,4\n",
        "y,x\n2,1\n4,3\n",
        "# y x\n2 1\n4 3\n",
        "n,y,z,x\n7,2,9,1\n8,4,9,3\n",
        "x,y,name,z\n1,2,7,9\n3,4,8,9\n",
        "1e0,2.\n+3,4E0\n",
    ],
)
def test_the_same_points_in_other_words(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == [[1.0, 3.0], [2.0, 4.0]]


@pytest.mark.parametrize("text", ["1,2,5\n3,4,6\n", "weight,x,y\n5,1,2\n6,3,4\n"])
def test_a_third_column_is_the_weight(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == [[1.0, 3.0], [2.0, 4.0], [5.0, 6.0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds rows of numbers, got none"),
        ("x,y\n", "holds rows of numbers, got none"),
        ("# only said\n", "holds rows of numbers, got none"),
        ("1\n2\n", "got 1 column; name x and y in a header"),
        ("1,2,3,4\n", "got 4 columns; name"),
        ("a,b,c,d\n1,2,3,4\n", "got 4 columns, a, b, c, d; name"),
        ("x,y\n1,2\nabc,4\n", "a number, got 'abc' in line 3; mend that line"),
        ("1,2\n\n# said\n3,\n", "a number, got '' in line 4"),
        ("1,two\n", "a number, got 'two' in line 1"),
        ("x,y\none,two\n", "a number, got 'one' in line 2"),
        ("1;2,5\n", "got '2,5' in line 1; write decimal points"),
        ("1,2\n3,4,5\n", "the same columns, got 3 for 2 in line 2"),
        ("1,2\n3\n", "the same columns, got 1 for 2 in line 2"),
        (b"\xff\xfe1,2\n", "text in UTF-8, got invalid start byte at byte 0"),
    ],
)
def test_bad_files_are_refused_with_the_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(FileError, match=said) as fault:
        _read(tmp_path, text)
    assert "\n" not in str(fault.value)


def test_a_file_too_large_for_the_memory_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pwlact.data.memory.available_memory", lambda: 100_000)
    monkeypatch.setattr(csv_file.np, "loadtxt", lambda *_args, **_named: pytest.fail("it was read"))
    with pytest.raises(FileError, match=r"got about 1,000 rows, which take about 0\.0 GB"):
        _read(tmp_path, "1.25,2.5\n" * 1000)
