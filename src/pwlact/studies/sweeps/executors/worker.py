"""A call as a cluster's worker runs it, and its outcome as the client takes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

from pwlact._version import __version__
from pwlact.errors import RunError, warn
from pwlact.studies.sweeps.executors.executor import EngineError

KILLED = "its worker was killed each time it ran, for want of memory perhaps"

_alone = threading.Lock()


def run_alone(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
    """Return this worker's version of the package and the call's value; one call at a time runs in a process.

    Libraries keep one random state for a process, so calls in threads beside each other would change each other.
    """
    with _alone:
        return __version__, function(*arguments)


def value_of(future: Future[tuple[str, Any]], rename: Callable[[BaseException], BaseException]) -> Future[Any]:
    """Return a future for the value that `run_alone` returns as a part of another future.

    Parameters
    ----------
    future : concurrent.futures.Future
        The engine's future.
    rename : callable
        Gives the package's exception for one of the engine's.

    Warns
    -----
    PwlactWarning
        If the worker has another version of the package than this process.
    """
    value: Future[Any] = Future()

    def pass_on(done: Future[tuple[str, Any]]) -> None:
        if not value.set_running_or_notify_cancel():
            return
        try:
            version, outcome = done.result()
        except (Exception, CancelledError) as fault:
            value.set_exception(_fault(fault, rename))
        else:
            _compare(version)
            value.set_result(outcome)

    future.add_done_callback(pass_on)
    value.add_done_callback(lambda done: future.cancel() if done.cancelled() else None)
    return value


def _fault(fault: BaseException, rename: Callable[[BaseException], BaseException]) -> BaseException:
    fault = rename(fault)
    if isinstance(fault, ModuleNotFoundError) and (fault.name or "").partition(".")[0] == "pwlact":
        return EngineError(f"every worker must have pwlact {__version__}, got none ({fault}); install it there")
    return fault


def _compare(version: str) -> None:
    if version != __version__:
        warn(f"workers must have this version of pwlact, {__version__}, got {version}; results may differ")


def killed() -> RunError:
    """Return what a call raises whose worker was killed each time."""
    return RunError(KILLED)
