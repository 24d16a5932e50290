"""Calls on a Dask cluster, by its client's own executor; the scheduler runs a dead worker's calls again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pwlact.errors import ConfigError, warn
from pwlact.studies.sweeps.executors.address import require_listener
from pwlact.studies.sweeps.executors.executor import EngineError
from pwlact.studies.sweeps.executors.worker import killed, run_alone, value_of

TIMEOUT = 10  # seconds until a scheduler counts as unreachable


class DaskExecutor:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._calls = client.get_executor(pure=False)

    @property
    def slots(self) -> int:
        """How many workers there are now; 1 where the first is still to come."""
        return max(1, len(self.threads()))

    def threads(self) -> dict[str, int]:
        """Return the number of threads of each worker, by its address."""
        try:
            return dict(self._client.nthreads())
        except Exception as fault:  # of a closed connection there are many kinds
            raise self._gone() from fault

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Have a call run on a worker."""
        try:
            future = self._calls.submit(run_alone, function, arguments)
        except Exception as fault:
            raise self._gone() from fault
        return value_of(future, self._rename)

    def _rename(self, fault: BaseException) -> BaseException:
        from distributed import KilledWorker

        if isinstance(fault, KilledWorker):
            return killed()
        return self._gone() if isinstance(fault, CancelledError) else fault

    def _gone(self) -> EngineError:
        return EngineError(f"the scheduler must stay reachable, got none at {self._address} any more; start one")


@contextmanager
def connect(address: str) -> Iterator[DaskExecutor]:
    """Run calls within the context on the cluster of a scheduler's address, or of its scheduler file.

    Raises
    ------
    ConfigError
        If Dask is not installed, or the scheduler cannot be reached.
    """
    client = _client(address)
    try:
        executor = DaskExecutor(client, address)
        if max(executor.threads().values(), default=1) > 1:
            warn("a Dask worker runs one trial at a time, got more threads for one; start workers with --nthreads 1")
        yield executor
    finally:
        client.close(timeout=TIMEOUT)


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError as fault:
        raise ConfigError(
            f"--cluster dask needs the package distributed, got no {fault.name}; run `pip install 'pwlact[cluster]'`"
        ) from fault
    place = _scheduler_of(address)
    require_listener(place, "a Dask scheduler")
    client: Any = distributed.Client
    try:
        return client(place, timeout=TIMEOUT, set_as_default=False)
    except Exception as fault:  # whatever a service gives that is no scheduler
        raise ConfigError(
            f"--cluster dask must name a scheduler, or its scheduler file, got {address} "
            f"({' '.join(str(fault).split())}); start one with `dask scheduler`"
        ) from fault


def _scheduler_of(address: str) -> str:
    """Return the address that a scheduler file holds; any other text is an address itself."""
    path = Path(address)
    if not path.is_file():
        return address
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["address"])
    except (ValueError, KeyError, TypeError) as fault:
        raise ConfigError(
            f"a scheduler file must be JSON with the key address, got {path}; write one by `dask scheduler "
            "--scheduler-file FILE`"
        ) from fault
