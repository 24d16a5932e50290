"""`pwlact sweep` as a process."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from processes import ENVIRONMENT, command, one_object, run_in

STUDY = """
functions = ["tanh"]
seeds = 2
[search]
method = "uniform"
objective = "mse"
range = [-4, 4]
[space]
segments = [2, 3, 4, 5]
fit = ["lstsq", "minimax", "cubic"]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "study.toml").write_text(STUDY.replace(', "cubic"', ""), encoding="utf-8")
    (tmp_path / "bad.toml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def _rows(path: Path) -> list[dict[str, Any]]:
    rows = pyarrow.parquet.read_table(path).to_pylist()
    return [{key: value for key, value in row.items() if key not in ("seconds", "worker")} for row in rows]


@pytest.mark.slow
def test_killed_sweep_goes_on_with_the_same_numbers_whatever_the_jobs(home: Path) -> None:
    with subprocess.Popen(
        command("sweep", "study.toml", "--jobs", "2"), cwd=home, env=ENVIRONMENT, stdout=subprocess.DEVNULL, text=True
    ) as first:
        journal = home / "runs" / "study" / "journal.log"
        limit = time.monotonic() + 60
        while not (journal.exists() and journal.read_text(encoding="utf-8").count('"row"') >= 3):
            assert first.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.02)
        first.send_signal(signal.SIGKILL)
    data = one_object(run_in(home, "sweep", "study.toml", "--json"))
    assert (data["trials"], data["complete"], data["failed"]) == (16, 16, 0)
    whole = run_in(home, "sweep", "study.toml", "--name", "whole", "--no-figures")
    assert whole.returncode == 0, whole.stderr
    assert _rows(home / "runs" / "study" / "results.parquet") == _rows(home / "runs" / "whole" / "results.parquet")
    assert (home / "runs" / "study" / "settings.png").read_bytes().startswith(b"\x89PNG")
    assert "16 of 16 trials: 16 complete" in whole.stdout
    assert whole.stdout.splitlines()[0] == "tanh: objective over 2 seeds"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("bad.toml",), "fit is one of lstsq, minimax, best, got 'cubic'"),
        (("none.toml",), "readable"),
        (("study.toml", "--set", 'schema="pwlact.sweep/2"'), "schema"),
        (("study.toml", "--set", "space.segments=[]"), "needs a value"),
        (("study.toml", "--storage", "sqlite:////nowhere/x.db"), "reachable"),
        (("study.toml", "--table", "nowhere/a.csv"), "folder must exist"),
        (("study.toml", "--table", "a.txt"), "ends in .parquet or .csv"),
        (("study.toml", "--cluster", "dask:localhost:1"), "localhost:1"),
        (("study.toml", "--jobs", "0"), "--jobs is at least 1"),
        (("study.toml", "--name", "a/b"), "plain folder name"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(home: Path, words: tuple[str, ...], message: str) -> None:
    done = run_in(home, "sweep", *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (home / "runs" / "study").exists()
