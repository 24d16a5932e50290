"""Chunks that are kept: found again for the same work, and for no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from random_families import waves

from pwlact.many.chunk import Chunk
from pwlact.many.row_solver import solve_rows
from pwlact.many.store import Store

CHUNK = Chunk(waves(2), np.full(2, 3), "max", "minimax")


def test_the_same_work_is_found_and_other_work_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path / "parts")
    assert store.find(CHUNK) is None
    family = solve_rows(*CHUNK[:4])
    store.keep(CHUNK, family)
    found = store.find(CHUNK)
    assert found is not None
    assert np.array_equal(found.values, family.values)
    others = [
        CHUNK._replace(segments=np.full(2, 4)),
        CHUNK._replace(method="uniform"),
        CHUNK._replace(objective="mse", method="dp"),
        CHUNK._replace(rows=waves(2, seed=1)),
    ]
    assert all(store.find(other) is None for other in others)


def test_a_damaged_file_is_solved_again_and_the_folder_can_go(tmp_path: Path) -> None:
    store = Store(tmp_path / "parts")
    store.keep(CHUNK, solve_rows(*CHUNK[:4]))
    (path,) = store.folder.iterdir()
    path.write_bytes(path.read_bytes()[:100])
    assert store.find(CHUNK) is None
    store.remove()
    assert not store.folder.exists()
