"""One allocation of the tiny network, which several tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_network import TinyNetwork

from pwlact.models.budgets.allocate import Allocation, allocate
from pwlact.settings.allocation import AllocationConfig

SETTINGS = {"network": "tiny", "total_segments": 12, "max_segments": 6}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("allocation")


@pytest.fixture(scope="session")
def found(folder: Path) -> Allocation:
    return allocate(AllocationConfig(**SETTINGS), TinyNetwork(), folder, lambda *_: None)
