"""One trained run that the tests share."""

from __future__ import annotations

import shutil
from pathlib import Path

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


@pytest.fixture(scope="session")
def searched_units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Search, as processes, the unit `small` in q3.5, and `real`, in real numbers."""
    home = tmp_path_factory.mktemp("home")
    unit = ("--format", "q3.5", "-R", "-4", "4", "--segments", "6")
    done = run_in(home, "search", "silu", *unit, "--name", "small")
    assert done.returncode == 0, done.stderr
    for word in ("ULP", "reversals", "256 input codes", "formats", "q3.5", "6 pieces", "figures/unit.png"):
        assert word in done.stdout
    assert run_in(home, "search", "silu", "--no-figures", "--name", "real").returncode == 0
    return home


@pytest.fixture(scope="module")
def units(searched_units: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give each module a copy of its own, which its tests may change."""
    return Path(shutil.copytree(searched_units, tmp_path_factory.mktemp("units") / "home"))
