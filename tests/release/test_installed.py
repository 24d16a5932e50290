"""Each archive is installed in an empty environment and works there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from release.smoke import COMMANDS, smoke

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_an_archive_works_in_an_empty_environment(kind: str, tmp_path: Path) -> None:
    built, empty = tmp_path / "built", tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "build", f"--{kind}", "--outdir", str(built), str(ROOT)], check=True)
    empty.mkdir()
    (archive,) = built.iterdir()
    assert smoke(archive, empty) == len(COMMANDS)
