"""A sweep in its folder: one process at a time, and nothing left of one that could not begin."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

from pwlact.errors import FileError, InputError, RunError
from pwlact.runs.folder import CONFIG, RESULT
from pwlact.runs.interrupt import stop_on_signal
from pwlact.runs.lock import locked
from pwlact.settings.sweep_file import SweepFile
from pwlact.studies.sweeps.executors import executor_of
from pwlact.studies.sweeps.run import Place, Sweep, Watch, open_sweep, run_sweep
from pwlact.studies.sweeps.trial import FAILED


@contextlib.contextmanager
def sweep_in(file: SweepFile, place: Place) -> Iterator[Sweep]:
    """Give a sweep in its folder, made where it is new, and held against other processes.

    A new folder is removed where bad input ends the context before a trial is finished.

    Raises
    ------
    InputError
        If the folder is a run's, cannot be made or is held by another process, or the storage refuses.
    """
    folder = place.folder
    if (folder / RESULT).exists() or (folder / CONFIG).exists():
        raise FileError(f"a sweep's folder is its own, got {folder}, which is a run's; give another --name")
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FileError(f"the folder must be writable, got {folder}: {fault.strerror}; choose another --out") from fault
    sweep = None
    try:
        with locked(folder, "a sweep is run by one process at a time"):
            sweep = open_sweep(file, place)
            yield sweep
    except InputError:
        if new and (sweep is None or not sweep.rows()):
            shutil.rmtree(folder, ignore_errors=True)
        raise


def complete(sweep: Sweep, jobs: int, cluster: str | None, watch: Watch) -> None:
    """Run what is not finished of a sweep.

    Parameters
    ----------
    sweep : Sweep
        The sweep.
    jobs : int
        Trials side by side on this machine.
    cluster : str, optional
        An engine and its address, as `executor_of` takes them.
    watch : callable
        As in `run_sweep`.

    Raises
    ------
    InputError
        If the engine or the storage cannot be reached.
    KeyboardInterrupt
        If a signal stops it; what is finished is kept.
    RunError
        If the engine fails.
    """
    if len(sweep.rows()) >= sweep.total:
        return
    goes_on = f"{sweep.place.folder} was kept; the same command goes on"
    try:
        with stop_on_signal() as stop, executor_of(jobs, cluster) as executor:
            run_sweep(sweep, executor, stop, watch)
    except RunError as fault:
        raise RunError(f"{fault}; {goes_on}") from fault
    except KeyboardInterrupt as fault:
        raise KeyboardInterrupt(goes_on) from fault
    if stop.is_set():
        raise KeyboardInterrupt(goes_on)


def check_success(sweep: Sweep) -> None:
    """Check that not all trials failed.

    Raises
    ------
    RunError
        If they did.
    """
    rows = sweep.rows()
    if rows and all(row["state"] == FAILED for row in rows):
        raise RunError(f"a trial must succeed, got {len(rows)} failures, the first: {rows[0]['reason']}")
