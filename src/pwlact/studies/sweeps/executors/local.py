"""Calls in processes of this machine: one process for each that runs, which only this process can stop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Any

from pwlact.errors import PwlactWarning, RunError
from pwlact.runs.workers import signals_blocked
from pwlact.studies.sweeps.executors.executor import MAX_RUNS

THREADS = "OMP_NUM_THREADS"
KILLED = "its process was killed {runs} times, for want of memory perhaps"


class LocalExecutor:
    """Each slot is a thread that hands its call to a process; a killed process takes only its own call along."""

    def __init__(self, jobs: int) -> None:
        self.slots = jobs
        self._context = multiprocessing.get_context("spawn")
        self._lifeline = self._context.Pipe(duplex=False)
        self._threads = ThreadPoolExecutor(jobs)
        self._idle = LifoQueue[ProcessPoolExecutor]()
        for _ in range(jobs):
            self._idle.put(self._new_process())

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Have a call run in a process."""
        return self._threads.submit(self._run, function, arguments)

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._lifeline[1].close()
        self._threads.shutdown()

    def _new_process(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, _join, (self._lifeline[0],))

    def _run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Run a call in an idle process, and again in a new one where it is killed."""
        process = self._idle.get()
        try:
            for _ in range(MAX_RUNS):
                try:
                    with signals_blocked():
                        future = process.submit(function, *arguments)
                    return future.result()
                except BrokenProcessPool:
                    if self._lifeline[1].closed:
                        raise
                    process = self._new_process()
            raise RunError(KILLED.format(runs=MAX_RUNS))
        finally:
            self._idle.put(process)


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


def _join(lifeline: Connection) -> None:
    """Start as a worker, silent about what the parent tells itself, and bound to the parent's life."""
    warnings.simplefilter("ignore", PwlactWarning)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    """End this process, in the middle of its call, once its parent closes the other end or is no more."""
    try:
        lifeline.recv()
    except (EOFError, OSError):
        os._exit(1)
