"""Loading: files and folders, by text or path, and functions that no file can hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pwlact
from pwlact.errors import FileError


def _bump(x: np.ndarray) -> np.ndarray:
    return x * np.exp(-x * x)


def test_a_saved_result_is_the_same(tmp_path: Path) -> None:
    r = pwlact.approximate("silu", segments=5)
    path = r.save(tmp_path / "silu.json")
    for again in (pwlact.load(path), pwlact.load(str(path))):
        assert again.to_json() == r.to_json()
        assert again.folder is None


def test_a_python_function_is_given_again(tmp_path: Path) -> None:
    r = pwlact.approximate(_bump, interval=(-4, 4), segments=6)
    path = r.save(tmp_path / "bump.json")
    with pytest.raises(FileError, match=r"got '_bump'; use pwlact\.load\(path, function=\.\.\.\)"):
        pwlact.load(path)
    again = pwlact.load(path, function=_bump)
    assert again.problem.activation(0.5) == pytest.approx(_bump(np.array(0.5)))
    assert again.to_json() == r.to_json()


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="nowhere"):
        pwlact.load(tmp_path / "nowhere")
    (tmp_path / "damaged.json").write_text("{", encoding="utf-8")
    with pytest.raises(FileError, match="holds JSON"):
        pwlact.load(tmp_path / "damaged.json")
