"""Data from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pwlact.data import data_of, is_data_file, read_data
from pwlact.errors import ConfigError, FileError

X, Y = np.linspace(-1.0, 1.0, 9), np.linspace(-1.0, 1.0, 9) ** 3


def test_all_kinds_of_file_hold_the_same_points(tmp_path: Path) -> None:
    np.savetxt(tmp_path / "a.csv", np.stack((X, Y), axis=1)[::-1], delimiter=",", header="x,y", fmt="%.17g")
    np.savetxt(tmp_path / "a.txt", np.stack((X, Y), axis=1), fmt="%.17g")
    np.save(tmp_path / "a.npy", np.stack((X, Y), axis=1))
    np.savez(tmp_path / "A.NPZ", x=X, y=Y)
    (tmp_path / "A.NPZ.npz").rename(tmp_path / "A.NPZ")
    for name in ("a.csv", "a.txt", "a.npy", "A.NPZ"):
        data = read_data(tmp_path / name)
        assert data.digest == data_of(X, Y).digest
        assert (data.name, data.file) == (Path(name).stem, str(tmp_path / name))


def test_names_are_plain_words(tmp_path: Path) -> None:
    for stem, name in (("my scan (2)", "my_scan_2"), ("silu:beta=2", "silu_beta_2"), ("...", "data")):
        path = tmp_path / f"{stem}.npy"
        np.save(path, np.stack((X, Y), axis=1))
        assert read_data(path).name == name


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "a.xlsx").write_text("1,2")
    for path, said in (
        (tmp_path / "nosuch.csv", "must exist, got .*nosuch.csv, which does not exist; check the path"),
        (tmp_path / "folder.csv", "must exist, got .*folder.csv, a folder"),
        (tmp_path / "a.xlsx", r"in a \.csv, \.npy or \.npz file, got '\.xlsx'; convert it"),
        (Path("/dev/null"), "a file must be regular"),
    ):
        with pytest.raises(FileError, match=said):
            read_data(path)


def test_a_fault_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,2\n1,3\n")
    with pytest.raises(ConfigError, match=r"a\.csv: data have two different x or more"):
        read_data(path)
    path.write_text("1,2\n1,3\n2,4\n")
    with pytest.raises(ConfigError, match=r"a\.csv: exact samples have one y at each x"):
        read_data(path)
    assert read_data(path, noisy=True).x.tolist() == [1.0, 1.0, 2.0]


def test_what_is_a_data_file() -> None:
    assert all(map(is_data_file, ("a.csv", "b/c.NPZ", "a.npy", Path("whatever"))))
    assert not any(map(is_data_file, ("silu", "x**2", "x*1.5", None, 3, (1, 2))))
