"""The memory that data take."""

from __future__ import annotations

import pytest

from pwlact.data import memory
from pwlact.errors import FileError


def test_the_system_says_what_is_free() -> None:
    free = memory.available_memory()
    assert free is None or 1e6 < free < 1e15


def test_data_fit_into_what_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.check_memory(1000)
    monkeypatch.setattr(memory, "available_memory", lambda: 2_000_000_000)
    memory.check_memory(10_000_000)
    with pytest.raises(FileError, match=r"got about 100,000,000 rows, which take about 16\.0 GB of 2\.0 GB"):
        memory.check_memory(1e8)
    monkeypatch.setattr(memory, "available_memory", lambda: None)
    memory.check_memory(1e30)
