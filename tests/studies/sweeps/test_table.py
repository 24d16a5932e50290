"""The table of a sweep as a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from pwlact.errors import InputError
from pwlact.studies.sweeps import table
from pwlact.studies.sweeps.table import check_table_file, columns_of, write_table

ROWS: list[dict[str, Any]] = [
    {"trial": 0, "search.range": "[-4, 4]", "search.x": 1, "state": "failed", "reason": "a, \"b\"\nc"},
    {"trial": 1, "search.range": "[-8, 8]", "search.x": 0.5, "state": "complete", "reason": None, "histogram": [1, 2]},
]  # fmt: skip


def test_parquet_has_a_row_for_each_trial(tmp_path: Path) -> None:
    found = pyarrow.parquet.read_table(write_table(ROWS, tmp_path / "a.parquet")).to_pylist()
    assert found == [{**ROWS[0], "histogram": None}, ROWS[1]]
    assert isinstance(found[0]["search.x"], float)


def test_csv_has_the_same_with_lists_as_json(tmp_path: Path) -> None:
    with write_table(ROWS, tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["reason"] for row in found] == ['a, "b"\nc', ""]
    assert json.loads(found[1]["histogram"]) == [1, 2]
    assert list(found[0]) == columns_of(ROWS)


def test_mixture_of_types_is_text(tmp_path: Path) -> None:
    rows = [{"search.x": 1}, {"search.x": "auto"}, {"search.x": None}]
    found = pyarrow.parquet.read_table(write_table(rows, tmp_path / "a.parquet")).to_pylist()
    assert [row["search.x"] for row in found] == ["1", "auto", None]


def test_no_rows_are_an_empty_table(tmp_path: Path) -> None:
    assert pyarrow.parquet.read_table(write_table([], tmp_path / "a.parquet")).num_rows == 0


def test_other_endings_and_places_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"ends in \.parquet or \.csv"):
        check_table_file(tmp_path / "a.txt")
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(InputError, match="writable"):
        check_table_file(tmp_path / "a.csv")
    monkeypatch.setattr(table, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'pwlact\[studies\]'"):
        check_table_file(tmp_path / "b.parquet")
    check_table_file(tmp_path / "b.csv")
