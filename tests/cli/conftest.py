"""One trained run that the tests share."""

from __future__ import annotations

import pytest
from processes import TINY, Run, Trained, run_in


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Train once, as a process."""
    home = tmp_path_factory.mktemp("home")
    words = ("train", "gelu", *TINY, "--steps", "600", "--seed", "7", "--name", "first", "--polish", "--json")
    return Trained(home, run_in(home, *words))


@pytest.fixture
def run(trained: Trained) -> Run:
    """Give what runs a command beside the trained run."""
    return lambda *words: run_in(trained.home, *words)
