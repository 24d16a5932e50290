"""A process for one call after the other, which only this process can stop."""

from __future__ import annotations

import ctypes
import multiprocessing
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from pwlact.errors import PwlactWarning, RunError
from pwlact.runs.workers import signals_blocked
from pwlact.studies.sweeps.executors.executor import MAX_RUNS

PR_SET_PDEATHSIG = 1  # of Linux's prctl


class Slot:
    """A process that runs one call after the other; it starts with the first, and anew where it was killed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection

    def run(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Run a call, again where its process is killed, and return its value.

        Raises
        ------
        RunError
            If the process was killed each time, or the slot is closed.
        """
        for _ in range(MAX_RUNS):
            self._start()
            try:
                self._pipe.send((function, arguments))
                fault, value = self._pipe.recv()
            except (EOFError, OSError):
                self._end()
                continue
            if fault is not None:
                raise fault
            return value
        raise RunError(f"its process was killed {MAX_RUNS} times, for want of memory perhaps")

    def close(self) -> None:
        """End the process, whatever it does, and start no other."""
        with self._lock:
            self._closed = True
            self._end()

    def _start(self) -> None:
        with self._lock:
            if self._closed:
                raise RunError("its process was stopped")
            if self._process is not None and self._process.is_alive():
                return
            context = multiprocessing.get_context("spawn")
            self._pipe, far = context.Pipe()
            self._process = context.Process(target=_serve, args=(far,))
            with signals_blocked():
                self._process.start()
            far.close()  # the process alone holds it, and its death closes it

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()


def _serve(pipe: Connection) -> None:
    """Run calls as a slot's process, until the parent ends."""
    warnings.simplefilter("ignore", PwlactWarning)  # the parent has told them
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # in the middle of a call too
    while True:
        try:
            function, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        _reply(pipe, *_outcome(function, arguments))


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Exception | None, Any]:
    try:
        return None, function(*arguments)
    except Exception as fault:
        return fault, None


def _reply(pipe: Connection, fault: Exception | None, value: Any) -> None:
    try:
        pipe.send((fault, value))
    except (AttributeError, TypeError, pickle.PicklingError) as reason:
        pipe.send((RunError(f"a call must give what can be pickled, got {fault or value!r} ({reason})"), None))
