"""Functions from a file, and files that are refused in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.many import input as module
from pwlact.many.input import read_rows

X, Y = np.linspace(0.0, 1.0, 5), np.arange(10.0).reshape(2, 5)


def test_arrays_are_read_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "f.npz", x=X, Y=Y, names=["a", "b"], density=[1.0, 3.0], weights=[1, 2])
    rows, weights = read_rows(tmp_path / "f.npz")
    assert (rows.names, rows.y.tolist()) == (("a", "b"), Y.tolist())
    assert rows.density is not None
    assert weights is not None
    assert weights.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("arrays", "word"),
    [
        ({"x": X}, "no y"),
        ({"x": X, "y": Y, "z": X}, "unknown z"),
        ({"x": X, "y": Y[:, :3]}, "a row for each function"),
        ({"x": X, "y": np.where(Y == 3, np.nan, Y)}, "finite"),
        ({"x": X[:3], "y": Y[:, :3]}, "4 samples"),
        ({"x": X[::-1], "y": Y}, "ascends"),
        ({"x": X, "y": np.array([[{}] * 5] * 2)}, "arrays of numbers"),
        ({"x": X, "y": Y, "names": ["a"]}, "a name for each"),
        ({"x": X, "y": Y, "Y": Y}, "named once, in upper or lower case"),
        ({"x": X, "y": Y.astype(str)}, r"Y is a real number or an array of them, got an array of <U32 of shape"),
        ({"x": X, "y": Y, "weights": [1.0]}, "weights are above 0, one for each of 2 functions, got shape"),
        ({"x": X, "y": Y, "weights": [1.0, 0.0]}, "weights are above 0, .* got 0 of function"),
        ({"schema": "pwlact.family/1", "x": X}, "is a family"),
        ({"schema": "other", "x": X}, "has a schema"),
    ],
)
def test_bad_files_are_refused(arrays: dict[str, Any], word: str, tmp_path: Path) -> None:
    np.savez(tmp_path / "f.npz", **arrays)
    with pytest.raises(FileError, match=word) as refused:
        read_rows(tmp_path / "f.npz")
    assert "\n" not in str(refused.value)


def test_other_kinds_and_too_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f.npz").write_text("x", encoding="utf-8")
    for name in ("f.npz", "none.npz"):
        with pytest.raises(FileError, match=r"in an \.npz file"):
            read_rows(tmp_path / name)
    np.savez(tmp_path / "f.npz", x=X, y=Y)
    monkeypatch.setattr(module, "available_memory", lambda: 100)
    with pytest.raises(FileError, match="fit into memory"):
        read_rows(tmp_path / "f.npz")
