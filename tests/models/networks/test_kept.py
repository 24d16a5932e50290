"""What is kept is made once, and again where settings differ or the file is damaged."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from pwlact.models.networks import kept
from pwlact.models.networks.kept import kept_arrays, kept_folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "user_cache", lambda name: tmp_path)
    return tmp_path


class Made:
    """Counts how often it is called."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path | None = None) -> dict[str, np.ndarray]:
        self.times += 1
        if folder is not None:
            (folder / "file").write_text("whole")
        return {"a.weight": np.arange(3.0), "b": np.array([[1]])}


def test_arrays_are_made_once_for_settings(cache: Path) -> None:
    make = Made()
    first, second = kept_arrays("net", (1, "x"), make), kept_arrays("net", (1, "x"), make)
    assert make.times == 1
    for name in ("a.weight", "b"):
        np.testing.assert_array_equal(first[name], second[name])
    kept_arrays("net", (2, "x"), make)
    assert make.times == 2
    assert len(list(cache.iterdir())) == 2


def test_a_damaged_file_is_made_again(cache: Path) -> None:
    make = Made()
    kept_arrays("net", 1, make)
    (path,) = cache.iterdir()
    path.write_bytes(path.read_bytes()[:50])
    np.testing.assert_array_equal(kept_arrays("net", 1, make)["a.weight"], np.arange(3.0))
    assert make.times == 2


def test_a_folder_is_kept_whole_or_not_at_all(cache: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("")
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        kept_folder("net", 1, fail)
    assert list(cache.iterdir()) == []
    make = Made()
    for _ in range(2):
        folder = kept_folder("net", 1, make)
    assert folder is not None
    assert (make.times, (folder / "file").read_text()) == (1, "whole")


def test_without_a_cache_everything_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "user_cache", lambda name: None)
    make = Made()
    kept_arrays("net", 1, make)
    kept_arrays("net", 1, make)
    assert make.times == 2
    assert kept_folder("net", 1, make) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the folder's place is the system's")
def test_the_folder_is_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept_arrays("net", 1, Made())
    assert [path.parent for path in tmp_path.rglob("*.npz")] == [tmp_path / "pwlact" / "networks"]
