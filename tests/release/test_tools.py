"""`.ci/tools` installs the packages that are missing where it may, and says which remain."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "tools"
LEFT = "missing: {0}; the tests that need them are skipped: apt-get install {0}\n"


def _tools(folder: Path, user: int, *packages: str) -> tuple[str, list[str]]:
    """Run the script where dpkg has no package and apt all but `none`; return its text and what apt was asked for."""
    programs = {
        "id": f"echo {user}",
        "dpkg": "exit 1",
        "apt-get": f'echo "$@" >> {folder}/calls\nfor word; do :; done\n'
        f'[ "$word" = update ] || {{ [ "$word" != none ] && touch {folder}/$word && chmod +x {folder}/$word; }}',
    }
    for name, text in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    done = subprocess.run([SCRIPT, *packages], env={"PATH": path}, capture_output=True, text=True, check=True)
    calls = folder / "calls"
    return done.stdout, [line.split()[-1] for line in calls.read_text().splitlines()] if calls.exists() else []


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    assert _tools(tmp_path, 0, "sh", "cat") == ("", [])


def test_root_gets_what_is_missing(tmp_path: Path) -> None:
    assert _tools(tmp_path, 0, "sh", "pwlact-one", "pwlact-two") == ("", ["update", "pwlact-one", "pwlact-two"])


def test_a_package_that_the_system_has_not_keeps_no_other_away(tmp_path: Path) -> None:
    assert _tools(tmp_path, 0, "none", "pwlact-one") == (LEFT.format("none"), ["update", "none", "pwlact-one"])


@pytest.mark.parametrize("packages", [("none",), ("none", "pwlact-one")])
def test_another_user_is_told_what_to_install(packages: tuple[str, ...], tmp_path: Path) -> None:
    assert _tools(tmp_path, 1000, *packages) == (LEFT.format(" ".join(packages)), [])
