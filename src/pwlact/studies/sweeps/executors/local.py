"""Calls in processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import LifoQueue
from typing import Any

from pwlact.studies.sweeps.executors.slot import Slot

THREADS = "OMP_NUM_THREADS"


class LocalExecutor:
    """Each slot is a process, and a thread that waits for it; a killed process takes only its own call along."""

    def __init__(self, jobs: int) -> None:
        self.slots = jobs
        self._processes = [Slot() for _ in range(jobs)]
        self._idle = LifoQueue[Slot]()
        for slot in self._processes:
            self._idle.put(slot)
        self._threads = ThreadPoolExecutor(jobs)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Have a call run in a process."""
        return self._threads.submit(self._run, function, arguments)

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for slot in self._processes:
            slot.close()
        self._threads.shutdown()

    def _run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        slot = self._idle.get()
        try:
            return slot.run(function, arguments)
        finally:
            self._idle.put(slot)


@contextmanager
def local(jobs: int) -> Iterator[LocalExecutor]:
    """Run calls in processes of this machine within the context, each of one thread."""
    threads = os.environ.get(THREADS)
    os.environ[THREADS] = "1"  # the libraries read it when they are loaded
    executor = LocalExecutor(jobs)
    try:
        yield executor
    finally:
        executor.close()
        os.environ.pop(THREADS) if threads is None else os.environ.update({THREADS: threads})
