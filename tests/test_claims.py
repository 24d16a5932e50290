"""Of several processes one makes a file, and the others wait for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pwlact import _claims
from pwlact._claims import claim, release

MAKER = """
import sys, time
from pathlib import Path
from pwlact._claims import claim, release
path = Path(sys.argv[1])
print(claim(path), flush=True)
time.sleep(0.5)
if sys.argv[2] == "makes":
    path.write_text("made")
    release(path)
if sys.argv[2] == "gives up":
    release(path)
"""


def _start(path: Path, deed: str) -> subprocess.Popen[str]:
    """Start a process that claims a file, and wait until it has."""
    maker = subprocess.Popen([sys.executable, "-c", MAKER, str(path), deed], stdout=subprocess.PIPE, text=True)
    assert maker.stdout is not None
    assert maker.stdout.readline().strip() == "True"
    return maker


def test_a_free_file_is_claimed_and_released(tmp_path: Path) -> None:
    path = tmp_path / "code"
    assert claim(path)
    assert [file.name for file in tmp_path.iterdir()] == ["code.claim"]
    release(path)
    assert list(tmp_path.iterdir()) == []
    release(path)  # a second time does no harm


def test_who_comes_second_waits_for_the_file(tmp_path: Path) -> None:
    path = tmp_path / "code"
    maker = _start(path, "makes")
    assert not claim(path)
    assert path.read_text() == "made"
    assert [file.name for file in tmp_path.iterdir()] == ["code"]
    assert maker.wait() == 0


@pytest.mark.parametrize("deed", ["gives up", "dies"])
def test_who_comes_second_makes_what_the_first_did_not(tmp_path: Path, deed: str) -> None:
    path = tmp_path / "code"
    maker = _start(path, deed)
    if deed == "dies":
        maker.kill()
        maker.wait()
    assert claim(path)
    assert str((tmp_path / "code.claim").readlink()) == str(os.getpid())
    maker.wait()


def test_no_process_waits_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "code"
    assert claim(path)
    started = time.monotonic()
    assert claim(path)
    assert time.monotonic() - started < _claims.PATIENCE / 10


def test_waiting_for_a_claim_ends_with_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_claims, "PATIENCE", 0.1)
    maker = _start(tmp_path / "code", "makes")
    assert claim(tmp_path / "code")
    maker.wait()


def test_where_no_claim_can_stand_all_make_the_file(tmp_path: Path) -> None:
    assert claim(tmp_path / "nowhere" / "code")
