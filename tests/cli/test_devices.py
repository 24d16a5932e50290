"""Pipes, devices and full disks: one line on stderr, never a traceback, never a wait without end."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest
from processes import ENVIRONMENT, TINY, command, run_in

FIT = ("fit", "silu", "-P", "-1", "1")


def _refused(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if not line.endswith("...")]
    return line


@pytest.mark.parametrize(
    "words",
    [(*FIT, "--json"), FIT, ("functions",), ("functions", "--json"), ("--help",), ("fit", "--help"), ("--version",)],
)
def test_a_full_output_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            command(*words), cwd=tmp_path, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert "No space left on device" in _refused(done, 1)


@pytest.mark.parametrize("option", ["--csv", "--plot"])
def test_a_file_in_no_folder_is_refused_and_no_folder_made(tmp_path: Path, option: str) -> None:
    done = run_in(tmp_path, *FIT, option, "nope/x.png")
    assert _refused(done, 2).startswith("pwlact: a file's folder must exist, got nope/x.png; make nope or")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [("runs", "show", "x"), ("runs", "resume", "x"), ("plot", "x"), ("export", "x", "--to", "verilog"),
     ("verify", "pipe.json"),
     ("fit", "silu", "--points-from", "pipe.json"), ("search", "--config", "pipe.json"), ("search", "--config", "."),
     ("search", "--config", "/dev/zero"), ("fit", "silu", "--points-from", "/dev/zero")],
)  # fmt: skip
def test_pipes_and_devices_are_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "runs" / "x").mkdir(parents=True)
    (tmp_path / "runs" / "x" / "config.toml").write_text('function = "silu"\n', encoding="utf-8")
    os.mkfifo(tmp_path / "runs" / "x" / "result.json")
    assert "regular" in _refused(run_in(tmp_path, *words), 2)


def test_a_pipe_in_a_run_is_a_damaged_run(tmp_path: Path) -> None:
    (tmp_path / "runs" / "x").mkdir(parents=True)
    (tmp_path / "runs" / "x" / "config.toml").write_text('function = "silu"\n', encoding="utf-8")
    os.mkfifo(tmp_path / "runs" / "x" / "result.json")
    done = run_in(tmp_path, "runs", "list")
    assert done.returncode == 0
    assert "no regular file" in done.stderr


@pytest.mark.parametrize("kilobytes", [4, 40, 200])
def test_a_run_on_a_full_disk_ends_in_a_line(tmp_path: Path, kilobytes: int) -> None:
    done = subprocess.run(
        command("train", "gelu", *TINY, "--steps", "6000", "--name", "first", "--no-figures"),
        cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10)),
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or "File too large" in done.stderr.splitlines()[-1]


def test_points_are_read_from_standard_input(tmp_path: Path) -> None:
    done = subprocess.run(
        command("fit", "silu", "--points-from", "/dev/stdin"),
        cwd=tmp_path, env=ENVIRONMENT, input="-1, 1", capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "3 segments" in done.stdout
