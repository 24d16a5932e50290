"""A family's file: the same again, and other files refused in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from random_families import waves

from pwlact.errors import FileError
from pwlact.many import Family, load_family, solve_family
from pwlact.many.file import ROWS, TABLES, family_arrays


@pytest.fixture(scope="module")
def found() -> Family:
    return solve_family(waves(3), np.array([2, 3, 4]))


def test_a_family_is_loaded_as_it_was_saved(found: Family, tmp_path: Path) -> None:
    found.save(tmp_path / "f.npz")
    again = load_family(tmp_path / "f.npz")
    assert all(np.array_equal(getattr(again, name), getattr(found, name)) for name in (*ROWS, *TABLES))
    assert (again.objective, again.names, again.digest) == (found.objective, found.names, found.digest)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"schema": "pwlact.family/9"}, "family/9"),
        ({"values": None}, "no values"),
        ({"segments": np.array([2, 3, 9])}, "fit together"),
        ({"breakpoints": np.zeros((3, 5))}, "fit together"),
        ({"objective": "least"}, "fit together"),
        ({"max_errors": np.zeros(2)}, "fit together"),
    ],
)
def test_a_damaged_or_foreign_file_is_refused(found: Family, tmp_path: Path, change: dict[str, Any], word: str) -> None:
    arrays = {name: array for name, array in {**family_arrays(found), **change}.items() if array is not None}
    np.savez(tmp_path / "f.npz", **arrays)
    with pytest.raises(FileError, match=word):
        load_family(tmp_path / "f.npz")


def test_objects_and_other_kinds_of_files_are_refused(found: Family, tmp_path: Path) -> None:
    np.savez(tmp_path / "f.npz", schema=np.array([{}], dtype=object))
    (tmp_path / "text.npz").write_text("no archive", encoding="utf-8")
    for name in ("f.npz", "text.npz", "missing.npz"):
        with pytest.raises(FileError, match="holds arrays of numbers"):
            load_family(tmp_path / name)
    with pytest.raises(FileError, match=r"name it f\.npz"):
        found.save(tmp_path / "f.csv")
