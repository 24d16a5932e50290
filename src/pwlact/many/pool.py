"""Chunks of rows, one after the other or in processes side by side; the results are the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pwlact.errors import RunError

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")
POLL = 1.0  # seconds after which a process notices that its parent is gone


def in_chunks(work: Callable[[Task], Outcome], tasks: Sequence[Task], jobs: int) -> Iterator[tuple[int, Outcome]]:
    """Yield the number and the outcome of each task, as they are done.

    Parameters
    ----------
    work : callable
        What is done for a task, a function that can be pickled.
    tasks : sequence
        The tasks; they are pickled where there are several jobs.
    jobs : int
        Processes side by side; 1 works in this one.

    Raises
    ------
    RunError
        If a process was killed.
    """
    if jobs == 1 or len(tasks) < 2:
        yield from ((k, work(task)) for k, task in enumerate(tasks))
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), context, _join, (os.getpid(),))
    try:
        futures = {pool.submit(work, task): k for k, task in enumerate(tasks)}
        for future in as_completed(futures):
            yield futures.pop(future), future.result()
    except BrokenProcessPool as fault:
        raise RunError("a process was killed, for want of memory perhaps; take fewer jobs or segments") from fault
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _join(parent: int) -> None:
    """Start as a worker: Ctrl-C is the parent's, and where the parent is gone the worker ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL)
    os._exit(1)
