"""Trainings side by side, each in a process of its own; their parent alone listens to Ctrl-C."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from pwlact.errors import RunError
from pwlact.rl.status import TrainingStatus

Outcome = TypeVar("Outcome")
Observer = Callable[[int, TrainingStatus], None]
"""Told the seed and where its training stands."""
Work = Callable[[int, Observer, Callable[[], bool]], Outcome]
"""Done for a seed, with an observer, and with what tells whether to stop."""

POLL = 0.2  # seconds from a wish to stop until the workers hear of it


class Channel(NamedTuple):
    """What joins a worker to its parent."""

    news: Any
    halt: Any
    parent: int


_channel: Channel | None = None


def in_processes(
    work: Work[Outcome], seeds: Sequence[int], jobs: int, observe: Observer, stop: threading.Event
) -> list[Outcome]:
    """Do the work for each seed, `jobs` at a time; `work` is a function that can be pickled.

    Raises
    ------
    RunError
        If a process was killed.
    """
    context = multiprocessing.get_context("spawn")
    line = Channel(context.Queue(), context.Event(), os.getpid())
    relay = threading.Thread(target=_relay, args=(line, observe, stop), daemon=True)
    relay.start()
    try:
        with ProcessPoolExecutor(min(jobs, len(seeds)), context, _join, line) as pool:
            with signals_blocked():
                futures = [pool.submit(_do, work, seed) for seed in seeds]
            return [future.result() for future in futures]
    except BrokenProcessPool as fault:
        raise RunError(
            "a training's process was killed, for want of memory perhaps; try `pwlact runs resume`"
        ) from fault
    finally:
        line.news.put(None)
        relay.join()


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Hold signals to stop back for the while; processes that are begun meanwhile never hear them."""
    if not hasattr(signal, "pthread_sigmask"):  # no such thing on Windows
        yield
        return
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


def _join(news: Any, halt: Any, parent: int) -> None:
    """Begin as a worker."""
    global _channel
    _channel = Channel(news, halt, parent)


def _do(work: Work[Outcome], seed: int) -> Outcome:
    """Do the work as a worker."""
    assert _channel is not None
    line = _channel

    def stopped() -> bool:
        if os.getppid() != line.parent:  # killed: whoever resumes the run must be alone in its folder
            os._exit(1)
        return bool(line.halt.is_set())

    return work(seed, lambda *standing: line.news.put(standing), stopped)


def _relay(line: Channel, observe: Observer, stop: threading.Event) -> None:
    """Pass the workers' news on, and the wish to stop to the workers."""
    while True:
        try:
            item = line.news.get(timeout=POLL)
        except queue.Empty:
            item = ()
        if item is None:
            return
        if item:
            observe(*item)
        if stop.is_set():
            line.halt.set()
