"""Calls on a Dask cluster: values, exceptions, a killed worker; schedulers that are not there."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import Cluster, cluster_of
from sweep_calls import double, fail, killed, recorded

from pwlact.errors import ConfigError, PwlactWarning, RunError
from pwlact.runs.interrupt import StopEvent
from pwlact.studies.sweeps.executors.choose import executor_of
from pwlact.studies.sweeps.executors.dask import connect
from pwlact.studies.sweeps.executors.executor import EngineError, Executor, run_all

pytest.importorskip("distributed", reason="dask is not installed; run `pip install 'pwlact[cluster]'`")


@pytest.fixture(scope="module")
def executor(dask_cluster: Cluster) -> Iterator[Executor]:
    with executor_of(1, dask_cluster.name) as executor:
        yield executor


def test_there_is_a_slot_for_each_worker(executor: Executor) -> None:
    assert executor.slots == 2


def test_a_call_gives_its_value_or_its_exception(executor: Executor) -> None:
    found = {item: future.result() for item, future in run_all(executor, double, range(9), StopEvent())}
    assert found == {item: 2 * item for item in range(9)}
    with pytest.raises(ValueError, match="4 is bad"):
        executor.submit(fail, 4).result(30)


def test_a_call_whose_worker_is_killed_runs_again(executor: Executor, tmp_path: Path) -> None:
    assert executor.submit(killed, (str(tmp_path / "killed"), 1)).result(60) == 2


@pytest.mark.slow
def test_a_call_whose_worker_is_always_killed_fails(executor: Executor, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="killed each time"):
        executor.submit(killed, (str(tmp_path / "killed"), 99)).result(120)


@pytest.mark.slow
def test_calls_fail_by_the_engine_once_the_scheduler_is_gone(tmp_path: Path) -> None:
    with cluster_of("dask") as cluster, executor_of(1, cluster.name) as executor:
        running = executor.submit(recorded, (str(tmp_path / "runs"), 0, 60.0))
        os.kill(cluster.pid, signal.SIGKILL)
        with pytest.raises(EngineError, match="the scheduler must stay reachable"):
            running.result(30)
        with pytest.raises(EngineError, match="the scheduler must stay reachable"):
            executor.submit(double, 1).result(30)


def test_workers_of_several_threads_are_told_of() -> None:
    from distributed import LocalCluster

    own = LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0", silence_logs=50)
    told = pytest.warns(PwlactWarning, match="one trial at a time")
    with own as cluster, told, connect(cluster.scheduler_address) as executor:
        assert executor.slots == 1


def test_a_scheduler_file_names_its_scheduler(dask_cluster: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "scheduler.json"
    file.write_text(json.dumps({"address": dask_cluster.name.removeprefix("dask:")}))
    with executor_of(1, f"dask:{file}") as executor:
        assert executor.submit(double, 4).result(30) == 8


@pytest.mark.parametrize("text", ["", "[]", "{}", "tcp://127.0.0.1:1"])
def test_another_file_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "scheduler.json").write_text(text)
    with pytest.raises(ConfigError, match="a scheduler file must be JSON"), connect(str(tmp_path / "scheduler.json")):
        raise AssertionError


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "scheduler.json"])
def test_a_scheduler_that_is_not_there_is_one_line(address: str) -> None:
    with pytest.raises(ConfigError, match="a Dask scheduler must listen") as refusal, connect(address):
        raise AssertionError
    assert "\n" not in str(refusal.value)


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match="pip install 'pwlact\\[cluster\\]'"), connect("127.0.0.1:1"):
        raise AssertionError
