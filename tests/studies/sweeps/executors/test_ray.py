"""Calls on a Ray cluster: values, exceptions, killed workers; clusters that are not there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from engines import AUTHENTICATION, Cluster
from sweep_calls import double, fail, killed

from pwlact._version import __version__
from pwlact.errors import ConfigError, RunError
from pwlact.runs.interrupt import StopEvent
from pwlact.studies.sweeps.executors.choose import executor_of
from pwlact.studies.sweeps.executors.executor import EngineError, Executor, run_all
from pwlact.studies.sweeps.executors.ray import RayExecutor, connect


class StandInTaskError(Exception):
    cause = ValueError("4 is bad")


class StandInError(Exception): ...


class StandInCrash(StandInError): ...


def stand_in(outcome: BaseException | Any) -> Any:
    """Return what `RayExecutor` uses of Ray, with one outcome for each call."""
    future: Future[Any] = Future()
    future.set_exception(outcome) if isinstance(outcome, BaseException) else future.set_result(outcome)
    reference = SimpleNamespace(future=lambda: future)
    kinds = dict.fromkeys(("WorkerCrashedError", "OutOfMemoryError", "NodeDiedError"), StandInCrash)

    def remote(**options: int) -> Callable[..., Any]:
        assert options == {"num_cpus": 1, "max_retries": 2}
        return lambda _function: SimpleNamespace(remote=lambda *_arguments: reference)

    return SimpleNamespace(
        remote=remote,
        cluster_resources=lambda: {"CPU": 6.0, "memory": 1e9},
        exceptions=SimpleNamespace(RayTaskError=StandInTaskError, RayError=StandInError, **kinds),
    )


def test_a_call_has_a_core_and_its_value_comes_without_the_version() -> None:
    executor = RayExecutor(stand_in((__version__, 8)))
    assert executor.slots == 6
    assert executor.submit(double, 4).result(0) == 8


@pytest.mark.parametrize(
    ("fault", "kind", "text"),
    [
        (StandInTaskError("ray::run_alone()\n  a traceback"), ValueError, "4 is bad"),
        (StandInCrash(), RunError, "killed each time"),
        (StandInError("no raylet\nany more"), EngineError, "got no raylet any more; start it"),
        (ConnectionError("lost"), EngineError, "Ray must stay reachable"),
        (KeyError("foreign"), KeyError, "foreign"),
    ],
)
def test_exceptions_of_ray_get_the_names_that_the_package_has_for_them(
    fault: BaseException, kind: type[BaseException], text: str
) -> None:
    with pytest.raises(kind, match=text):
        RayExecutor(stand_in(fault)).submit(double, 4).result(0)


def test_a_cluster_that_is_not_there_is_one_line() -> None:
    pytest.importorskip("ray", reason="ray is not installed; run `pip install 'pwlact[cluster]'`")
    for address in ("127.0.0.1:1", "ray://127.0.0.1:1"):
        with pytest.raises(ConfigError, match="a Ray cluster must listen") as refusal, connect(address):
            raise AssertionError
        assert "\n" not in str(refusal.value)


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"pip install 'pwlact\[cluster\]'"), connect("auto"):
        raise AssertionError


@pytest.fixture(scope="module")
def executor(ray_cluster: Cluster) -> Iterator[Executor]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in AUTHENTICATION.items():
            patch.setenv(name, value)
        with executor_of(1, ray_cluster.name) as executor:
            yield executor


@pytest.mark.slow
def test_a_call_gives_its_value_or_its_exception(executor: Executor) -> None:
    assert executor.slots == 2
    found = {item: future.result() for item, future in run_all(executor, double, range(9), StopEvent())}
    assert found == {item: 2 * item for item in range(9)}
    with pytest.raises(ValueError, match="4 is bad"):
        executor.submit(fail, 4).result(30)


@pytest.mark.slow
def test_a_call_whose_worker_is_killed_runs_again(executor: Executor, tmp_path: Path) -> None:
    assert executor.submit(killed, (str(tmp_path / "killed"), 2)).result(60) == 3
    with pytest.raises(RunError, match="killed each time"):
        executor.submit(killed, (str(tmp_path / "always"), 99)).result(60)
    assert len((tmp_path / "always").read_text().splitlines()) == 3
