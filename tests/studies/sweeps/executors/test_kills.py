"""A sweep on a cluster, a worker and the client killed: every trial once, with the numbers of this machine."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from engines import ENGINE_ENVIRONMENT, Cluster
from processes import command

pytest.importorskip("optuna", reason="a sweep needs Optuna; run `pip install 'pwlact[studies]'`")

STUDY = """
schema = "pwlact.sweep/1"
functions = ["gelu_tanh", "silu"]
seeds = 3
[search]
method = "random"
[space]
segments = [5, 7]
random.trials = [100, 150]
"""
TRIALS = 24
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sweeps")
    (home / "study.toml").write_text(STUDY)
    return home


@pytest.fixture(scope="module")
def alone(home: Path) -> Rows:
    """The rows of the sweep in one process of this machine."""
    assert start(home, "alone", "--jobs", "1").wait(300) == 0
    return rows_of(home, "alone")


def start(home: Path, name: str, *words: str) -> subprocess.Popen[bytes]:
    """Start the sweep, with what it prints in files."""
    line = command("sweep", "study.toml", "--name", name, "--table", f"{name}.csv", "--no-figures", "--json", *words)
    with (home / f"{name}.out").open("wb") as out, (home / f"{name}.err").open("ab") as err:
        return subprocess.Popen(line, cwd=home, env=ENGINE_ENVIRONMENT, stdout=out, stderr=err)


def rows_of(home: Path, name: str) -> Rows:
    """Return the rows of the table, without what differs from run to run."""
    with (home / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [{key: text for key, text in row.items() if key not in ("seconds", "worker")} for row in rows]


def wait_for_rows(home: Path, name: str, number: int) -> None:
    """Wait until the sweep's journal holds the rows of some trials."""
    journal, limit = home / "runs" / name / "journal.log", time.monotonic() + 200
    while not (journal.exists() and journal.read_bytes().count(b'"user_attr":{"row"') >= number):
        assert time.monotonic() < limit
        time.sleep(0.02)


def check_kills(home: Path, cluster: Cluster, alone: Rows, find: Callable[[], list[int]]) -> None:
    """Kill a worker, then the client; start that again, and compare the table with that of this machine."""
    name = cluster.name.partition(":")[0]
    client = start(home, name, "--cluster", cluster.name)
    wait_for_rows(home, name, 3)
    os.kill(find()[0], signal.SIGKILL)
    wait_for_rows(home, name, 9)
    client.kill()
    assert client.wait(10) == -signal.SIGKILL
    assert (home / f"{name}.out").read_bytes() == b"", "what an engine tells goes to stderr"
    assert start(home, name, "--cluster", cluster.name).wait(300) == 0, (home / f"{name}.err").read_text()
    rows = rows_of(home, name)
    assert len(rows) == TRIALS
    assert {row["state"] for row in rows} == {"complete"}
    assert rows == alone
    printed = json.loads((home / f"{name}.out").read_text())
    assert (printed["complete"], printed["failed"]) == (TRIALS, 0)


def test_a_sweep_on_dask_loses_and_doubles_no_trial(home: Path, alone: Rows, dask_cluster: Cluster) -> None:
    check_kills(home, dask_cluster, alone, lambda: dask_cluster.workers("multiprocessing.spawn"))


@pytest.mark.slow
def test_a_sweep_on_ray_loses_and_doubles_no_trial(home: Path, alone: Rows, ray_cluster: Cluster) -> None:
    check_kills(home, ray_cluster, alone, lambda: ray_cluster.workers("ray::run_alone"))
