"""Data in NumPy's files."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.data import data_of
from pwlact.data.arrays import read_npy, read_npz, write_npz
from pwlact.errors import FileError

POINTS = np.array([[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    "table",
    [
        POINTS,
        POINTS.astype(np.float32),
        POINTS.astype(int),
        np.array([(2, 9, 1), (4, 9, 3)], dtype=[("y", "f4"), ("other", "i8"), ("x", "f8")]),
    ],
)
def test_a_table_has_x_and_y(tmp_path: Path, table: Any) -> None:
    np.save(tmp_path / "a.npy", table)
    assert [column.tolist() for column in read_npy(tmp_path / "a.npy")[0]] == [[1, 3], [2, 4]]


def test_a_third_column_is_the_weight(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(12.0).reshape(4, 3))
    assert read_npy(tmp_path / "a.npy")[0][2].tolist() == [2.0, 5.0, 8.0, 11.0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (np.zeros((2, 50)), r"got \(2, 50\); transpose it"),
        (np.zeros((50, 4)), r"shape \(n, 2\) or \(n, 3\), got \(50, 4\)"),
        (np.zeros(50), r"got \(50,\)"),
        (np.array(1.0), r"got \(\)"),
        (np.zeros(3, dtype=[("x", "f8"), ("z", "f8")]), "data are in arrays x and y, got x, z; rename them"),
    ],
)
def test_other_shapes_are_refused(tmp_path: Path, table: Any, said: str) -> None:
    np.save(tmp_path / "a.npy", table)
    with pytest.raises(FileError, match=said):
        read_npy(tmp_path / "a.npy")


class _Trap:
    def __reduce__(self) -> Any:
        return pytest.fail, ("it was unpickled",)


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    trap = np.array([_Trap()], dtype=object)
    np.save(tmp_path / "a.npy", trap, allow_pickle=True)
    np.savez(tmp_path / "a.npz", x=np.zeros(1), y=trap)
    (tmp_path / "b.npy").write_bytes(pickle.dumps(_Trap()))
    (tmp_path / "b.npz").write_bytes(pickle.dumps(_Trap()))
    for name in ("a.npy", "b.npy", "a.npz", "b.npz"):
        with pytest.raises(FileError, match="holds arrays of numbers, got"):
            (read_npy if name.endswith("npy") else read_npz)(tmp_path / name)


def test_arrays_have_names(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "a.npz", y=[2, 4], x=[1, 3], other=[0])
    columns, name = read_npz(tmp_path / "a.npz")
    assert [column.tolist() for column in columns] == [[1, 3], [2, 4]]
    assert name is None
    np.savez(tmp_path / "a.npz", x=[1, 3], z=[1, 3])
    with pytest.raises(FileError, match="data are in arrays x and y, got x, z; rename them"):
        read_npz(tmp_path / "a.npz")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    data = data_of([2, 1], [3, 4], [5, 6], name="scan")
    write_npz(tmp_path / "a.npz", data)
    columns, name = read_npz(tmp_path / "a.npz")
    assert name == "scan"
    assert data_of(*columns).digest == data.digest


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    write_npz(tmp_path / "a.npz", data_of(range(100), range(100)))
    whole = (tmp_path / "a.npz").read_bytes()
    for cut in (0, 100, len(whole) // 2, len(whole) - 1):
        (tmp_path / "a.npz").write_bytes(whole[:cut])
        with pytest.raises(FileError, match=r"a \.npz file holds arrays of numbers"):
            read_npz(tmp_path / "a.npz")
    np.save(tmp_path / "a.npy", POINTS)
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:-8])
    with pytest.raises(FileError, match=r"a \.npy file holds arrays of numbers"):
        read_npy(tmp_path / "a.npy")


def test_arrays_too_large_for_the_memory_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pwlact.data.memory.available_memory", lambda: 1000)
    np.save(tmp_path / "a.npy", np.zeros((100, 2)))
    np.savez_compressed(tmp_path / "a.npz", x=np.zeros(100), y=np.zeros(100))
    for read, path in ((read_npy, tmp_path / "a.npy"), (read_npz, tmp_path / "a.npz")):
        with pytest.raises(FileError, match=r"data must fit into memory, got about 1\d\d rows"):
            read(path)
