"""First use: one line says so, and a second process takes a part of the work."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pwlact.cli import compile_parts
from pwlact.cli.first_use import PARTS, FirstUse, first_use
from pwlact.cli.records import COMMANDS


def test_parts_and_commands_are_known() -> None:
    assert set(PARTS) <= set(COMMANDS)
    assert {part for parts in PARTS.values() for part in parts} == set(compile_parts.COMPILE)


def test_a_command_without_parts_starts_no_process(capsys: pytest.CaptureFixture[str]) -> None:
    with first_use("functions"):
        logging.getLogger("pwlact").info("compiling kernels ...")
        (handler,) = [item for item in logging.getLogger("pwlact").handlers if isinstance(item, FirstUse)]
        assert handler._second is None
    assert capsys.readouterr().err == "pwlact: compiling kernels ...\n"
    assert not any(isinstance(item, FirstUse) for item in logging.getLogger("pwlact").handlers)


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two cores")
def test_the_second_process_ends_with_the_command() -> None:
    with first_use("fit"):
        logging.getLogger("pwlact").info("compiling kernels ...")
        (handler,) = [item for item in logging.getLogger("pwlact").handlers if isinstance(item, FirstUse)]
        second = handler._second
        assert second is not None
        assert second.poll() is None
    assert second.poll() is not None


def test_a_first_use_says_so_in_one_line_and_a_second_says_nothing(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "pwlact", "fit", "tanh", "-P", "0"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    runs = [subprocess.run(words, env=environment, capture_output=True, text=True, check=True) for _ in range(2)]
    assert [run.stderr for run in runs] == ["pwlact: compiling kernels, once on this machine ...\n", ""]
    assert runs[0].stdout == runs[1].stdout
    assert not list(tmp_path.rglob("*.claim"))
