"""Machine code on disk: it follows every change of the sources, and survives damage."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pwlact
from pwlact._kernel_cache import _imported, sources_digest

PROBE = """
from pwlact._jit import kernel
from pwlact.called import twice

@kernel
def doubled(x):
    return twice(x)
"""
CALLED = """
from pwlact._jit import routine

@routine
def twice(x):
    return {factor} * x
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of what a kernel needs of the package, with a kernel that calls a routine of another file."""
    folder = tmp_path / "pwlact"
    folder.mkdir()
    source = Path(pwlact.__file__).parent
    for name in ("_jit.py", "_kernel_cache.py", "_claims.py"):
        shutil.copy(source / name, folder)
    (folder / "__init__.py").touch()
    (folder / "probe.py").write_text(PROBE)
    (folder / "called.py").write_text(CALLED.format(factor=2.0))
    return folder


def run(package: Path, **environment: str) -> tuple[str, str]:
    """Return the kernel's value of 3, and how often it was compiled rather than loaded."""
    program = "from pwlact.probe import doubled; print(doubled(3.0), sum(doubled.stats.cache_misses.values()))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(package.parent)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    value, misses = done.stdout.split()
    return value, misses


def code_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.nbc"))


def test_code_is_kept_and_follows_a_routine_in_another_file(package):
    assert run(package) == ("6.0", "1")
    assert run(package) == ("6.0", "0")
    (package / "called.py").write_text(CALLED.format(factor=5.0))
    assert run(package) == ("15.0", "1")
    assert len(code_files(package)) == 1  # what the earlier source gave is gone
    assert run(package) == ("15.0", "0")


def test_damaged_code_is_compiled_anew(package):
    run(package)
    (file,) = code_files(package)
    file.write_bytes(file.read_bytes()[:100])
    assert run(package) == ("6.0", "1")
    assert run(package) == ("6.0", "0")


def test_a_folder_of_the_users_choice_is_used(package, tmp_path):
    run(package, NUMBA_CACHE_DIR=str(tmp_path / "cache"))
    assert len(code_files(tmp_path / "cache")) == 1
    assert not code_files(package)


def test_processes_at_once_leave_code_for_each_signature(package):
    programs = [f"from pwlact.probe import doubled; doubled({x})" for x in ("3.0", "3", "3j", "True")]
    environment = os.environ | {"PYTHONPATH": str(package.parent)}
    running = [subprocess.Popen([sys.executable, "-c", program], env=environment) for program in programs]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert len(code_files(package)) == 4


def test_the_digest_rests_on_what_is_imported():
    importlib.import_module("pwlact.fit.kernels")
    assert {"pwlact.fit.tridiagonal", "pwlact._jit"} <= _imported("pwlact.fit.kernels")
    assert sources_digest("pwlact.fit.kernels") != sources_digest("pwlact.fit.tridiagonal")
