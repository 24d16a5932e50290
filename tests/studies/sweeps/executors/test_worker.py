"""A call as a worker runs it, and its outcome in a future of the client."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import CancelledError, Future
from typing import Any

import pytest

from pwlact._version import __version__
from pwlact.errors import PwlactWarning, RunError
from pwlact.studies.sweeps.executors.executor import EngineError
from pwlact.studies.sweeps.executors.worker import killed, run_alone, value_of


def test_calls_in_threads_of_one_process_run_one_after_the_other() -> None:
    spans: list[tuple[float, float]] = []

    def span() -> None:
        start = time.monotonic()
        time.sleep(0.02)
        spans.append((start, time.monotonic()))

    threads = [threading.Thread(target=run_alone, args=(span, ())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.sort()
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_the_value_is_passed_on_without_the_version() -> None:
    future = _future()
    value = value_of(future, _same)
    future.set_result(run_alone(divmod, (7, 2)))
    assert value.result(0) == (3, 1)


def test_another_version_of_a_worker_is_told() -> None:
    future = _future()
    value = value_of(future, _same)
    with pytest.warns(PwlactWarning, match=f"this version of pwlact, {__version__}, got 0.0.1"):
        future.set_result(("0.0.1", 5))
    assert value.result(0) == 5


def test_an_exception_of_the_engine_gets_the_name_that_the_package_has_for_it() -> None:
    future = _future()
    value = value_of(future, lambda fault: killed() if isinstance(fault, KeyError) else fault)
    future.set_exception(KeyError("worker"))
    with pytest.raises(RunError, match="killed each time"):
        value.result(0)


def test_a_call_that_the_engine_cancels_is_renamed_too() -> None:
    future: Future[Any] = Future()
    value = value_of(future, lambda fault: EngineError("gone") if isinstance(fault, CancelledError) else fault)
    future.cancel()
    future.set_running_or_notify_cancel()
    with pytest.raises(EngineError, match="gone"):
        value.result(0)


def test_a_worker_without_the_package_is_the_engines_fault() -> None:
    future = _future()
    value = value_of(future, _same)
    future.set_exception(ModuleNotFoundError("No module named 'pwlact'", name="pwlact"))
    with pytest.raises(EngineError, match="every worker must have pwlact"):
        value.result(0)


def test_a_cancelled_value_cancels_the_call() -> None:
    future: Future[Any] = Future()
    value = value_of(future, _same)
    assert value.cancel()
    assert future.cancelled()


def _future() -> Future[Any]:
    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()
    return future


def _same(fault: BaseException) -> BaseException:
    return fault
