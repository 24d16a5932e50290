"""Trainings side by side, each in a process of its own; only their parent receives Ctrl-C."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
import warnings
from _thread import interrupt_main
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from pwlact.errors import PwlactWarning, RunError
from pwlact.rl.status import TrainingStatus
from pwlact.runs.interrupt import Stop

Outcome = TypeVar("Outcome")
Observer = Callable[[int, TrainingStatus], None]
"""Called with a seed and the status of its training."""
Work = Callable[[int, Observer, Stop], Outcome]
"""Done for a seed, with an observer and a request to stop."""

POLL = 0.2  # seconds from a request to stop until the workers receive it


class Channel(NamedTuple):
    """What joins a worker to its parent: a queue of statuses, an event that asks it to stop, the parent's id."""

    news: Any
    halt: Any
    parent: int


class Halt:
    """The parent's request to stop, as a worker sees it; while `immediate`, it interrupts the worker instead."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.immediate = False
        threading.Thread(target=self._interrupt, daemon=True).start()

    def is_set(self) -> bool:
        """Tell whether to stop; end at once where the parent was killed, for a resumed run must be alone."""
        if os.getppid() != self.channel.parent:
            os._exit(1)
        return not self.immediate and bool(self.channel.halt.is_set())

    def _interrupt(self) -> None:
        self.channel.halt.wait()
        if self.immediate:
            interrupt_main()


_halt: Halt | None = None


def in_processes(
    work: Work[Outcome], seeds: Sequence[int], jobs: int, observe: Observer, stop: threading.Event
) -> list[Outcome]:
    """Do the work for each seed, `jobs` at a time, and return the outcomes in the seeds' order.

    Parameters
    ----------
    work : callable
        Work for one seed, a function that can be pickled.
    seeds : sequence of int
        The seeds.
    jobs : int
        Processes side by side.
    observe : callable
        Called in this process with a seed and its status.
    stop : threading.Event
        Asks all workers to stop once it is set.

    Raises
    ------
    RunError
        If a process was killed.
    """
    context = multiprocessing.get_context("spawn")
    channel = Channel(context.Queue(), context.Event(), os.getpid())
    relay = threading.Thread(target=_relay, args=(channel, observe, stop), daemon=True)
    relay.start()
    try:
        with ProcessPoolExecutor(min(jobs, len(seeds)), context, _join, channel) as pool:
            with signals_blocked():
                futures = [pool.submit(_do, work, seed) for seed in seeds]
            return [future.result() for future in futures]
    except BrokenProcessPool as fault:
        raise RunError(
            "a training's process was killed, for want of memory perhaps; try `pwlact runs resume`"
        ) from fault
    finally:
        channel.news.put(None)
        relay.join()


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Block SIGINT and SIGTERM within the context; processes that are started in it never receive them."""
    if not hasattr(signal, "pthread_sigmask"):  # no such thing on Windows
        yield
        return
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


def _join(news: Any, halt: Any, parent: int) -> None:
    """Start as a worker."""
    global _halt
    warnings.simplefilter("ignore", PwlactWarning)  # the parent has told them
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell started the parent aside
    _halt = Halt(Channel(news, halt, parent))


def _do(work: Work[Outcome], seed: int) -> Outcome:
    """Do the work as a worker."""
    assert _halt is not None
    news = _halt.channel.news
    return work(seed, lambda *status: news.put(status), _halt)


def _relay(channel: Channel, observe: Observer, stop: threading.Event) -> None:
    """Pass the workers' statuses on, and the request to stop to the workers."""
    while True:
        try:
            item = channel.news.get(timeout=POLL)
        except queue.Empty:
            item = ()
        if item is None:
            return
        if item:
            observe(*item)
        if stop.is_set():
            channel.halt.set()
