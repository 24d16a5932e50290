"""A tiny classifier, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import save_tiny_vit


@pytest.fixture(scope="session")
def vit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_vit(tmp_path_factory.mktemp("models") / "tiny-vit")
