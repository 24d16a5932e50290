"""Calls on a Ray cluster, as its remote functions; Ray runs a crashed worker's calls again."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, redirect_stdout
from typing import Any

from pwlact.errors import ConfigError
from pwlact.studies.sweeps.executors.address import require_listener
from pwlact.studies.sweeps.executors.executor import MAX_RUNS, EngineError
from pwlact.studies.sweeps.executors.worker import killed, run_alone, value_of


class RayExecutor:
    """The cores of a Ray cluster, one for each call."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._call = ray.remote(num_cpus=1, max_retries=MAX_RUNS - 1)(run_alone)

    @property
    def slots(self) -> int:
        """How many cores there are now; 1 where the first is still to come."""
        try:
            return max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        except Exception as fault:  # of a closed connection there are many kinds
            raise _gone(fault) from fault

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Have a call run on a core."""
        try:
            future: Future[Any] = self._call.remote(function, arguments).future()
        except Exception as fault:
            raise _gone(fault) from fault
        return value_of(future, self._rename)

    def _rename(self, fault: BaseException) -> BaseException:
        kinds = self._ray.exceptions
        if isinstance(fault, kinds.RayTaskError):
            return fault.cause  # type: ignore[no-any-return]
        if isinstance(fault, kinds.WorkerCrashedError | kinds.OutOfMemoryError | kinds.NodeDiedError):
            return killed()
        if isinstance(fault, kinds.RayError | ConnectionError):
            return _gone(fault)
        return fault


@contextmanager
def connect(address: str) -> Iterator[RayExecutor]:
    """Run calls within the context on the cluster at an address, or at `auto` on the one of this machine.

    Raises
    ------
    ConfigError
        If Ray is not installed, or the cluster cannot be reached.
    """
    try:
        import ray
    except ImportError as fault:
        raise ConfigError(
            f"--cluster ray needs the package ray, got no {fault.name}; run `pip install 'pwlact[cluster]'`"
        ) from fault
    if address != "auto":
        require_listener(address, "a Ray cluster")
    try:
        with _own_sigterm():
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as fault:
        raise ConfigError(
            f"--cluster ray must name a cluster that can be reached, got {address} ({_line(fault)}); start it with "
            "`ray start --head`"
        ) from fault
    try:
        with redirect_stdout(sys.stderr):  # where Ray tells of killed workers
            yield RayExecutor(ray)
    finally:
        ray.shutdown()


@contextmanager
def _own_sigterm() -> Iterator[None]:
    """Keep the handler of SIGTERM, which Ray replaces."""
    handler = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, handler)


def _gone(fault: BaseException) -> EngineError:
    return EngineError(f"Ray must stay reachable, got {_line(fault)}; start it")


def _line(fault: BaseException) -> str:
    return " ".join(str(fault).split())
