"""Calls in processes of this machine: one process for each that runs, which only this process can stop."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Any

from pwlact.errors import PwlactWarning, RunError
from pwlact.runs.workers import signals_blocked
from pwlact.studies.sweeps.executors.executor import MAX_RUNS

THREADS = "OMP_NUM_THREADS"
KILLED = "its process was killed {runs} times, for want of memory perhaps"
PR_SET_PDEATHSIG = 1  # of Linux's prctl


class Worker:
    """A process that runs one call after the other; it starts with the first."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, self._far = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._far,))

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Return what a call gives, or raise what it raises; `EOFError` or `OSError` where the process is killed."""
        if self._process.pid is None:
            with signals_blocked():
                self._process.start()
            self._far.close()  # the process alone holds it, and its death closes it
        self._pipe.send((function, arguments))
        fault, value = self._pipe.recv()
        if fault is not None:
            raise fault
        return value

    def kill(self) -> None:
        """End the process, whatever it does."""
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()


class LocalExecutor:
    """Each slot is a thread with a worker; a killed worker takes only its own call along."""

    def __init__(self, jobs: int) -> None:
        self.slots = jobs
        self._closed = False
        self._threads = ThreadPoolExecutor(jobs)
        self._idle = LifoQueue[Worker]()
        self._workers = [Worker() for _ in range(jobs)]
        for worker in self._workers:
            self._idle.put(worker)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Have a call run in a process."""
        return self._threads.submit(self._run, function, arguments)

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._workers):
            worker.kill()
        self._threads.shutdown()
