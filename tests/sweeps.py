"""Sweeps whose trials are a formula, and an executor within the process."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from unittest import mock

from pwlact.runs.interrupt import StopEvent
from pwlact.settings.sweep_file import SweepFile, sweep_of
from pwlact.studies.sweeps.run import Place, Sweep, open_sweep, run_sweep
from pwlact.studies.sweeps.trial import Call, Row

GRID: dict[str, Any] = {
    "functions": ["silu", "hardswish"],
    "seeds": 2,
    "search": {"method": "uniform", "fit": "minimax"},
    "space": {"segments": [2, 4, 5], "range": [[-8, 8], [-4, 4]]},
}
TPE: dict[str, Any] = {
    **GRID,
    "functions": ["hardswish"],
    "sampler": "tpe",
    "trials": 14,
    "batch": 4,
    "space": {"segments": {"low": 2, "high": 30}, "fit": ["lstsq", "minimax"]},
}


def formula(call: Call) -> Row:
    """Return a row as of a search, by a formula of its settings."""
    settings = call.settings
    objective = 1.0 / settings["segments"] + 0.01 * (settings.get("fit") == "lstsq") + 0.001 * settings["seed"]
    return {"state": "complete", "reason": None, "objective": objective, "reward": 1.0 / objective, "seconds": 0.1}


class Here:
    """Calls run at once in this process, by a formula; `instead` has what some calls do, by their number."""

    slots = 1

    def __init__(
        self, instead: dict[int, Callable[[], Any]] | None = None, task: Callable[[Call], Row] = formula
    ) -> None:
        self.calls = 0
        self.instead = instead or {}
        self.task = task

    def submit(self, _function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Return a finished future."""
        future = Future[Any]()
        own = self.instead.get(self.calls)
        self.calls += 1
        try:
            future.set_result(self.task(arguments[0][2]) if own is None else own())
        except Exception as fault:
            future.set_exception(fault)
        return future


def swept(folder: Path, table: dict[str, Any] = GRID, executor: Here | None = None, **place: Any) -> Sweep:
    """Run a sweep in a folder, from its start or on; return it."""
    with mock.patch("os.fsync"):  # at every line of the journal: most of a tiny sweep's time
        sweep = opened(folder, sweep_of(table), **place)
        run_sweep(sweep, executor or Here(), StopEvent(), lambda _: None)
    return sweep


def opened(folder: Path, file: SweepFile, **place: Any) -> Sweep:
    """Open a sweep in a folder."""
    folder.mkdir(exist_ok=True)
    return open_sweep(file, Place(folder=folder, **place))


def numbers(rows: list[Row]) -> list[Row]:
    """Return rows without what depends on the machine and the clock."""
    return [{key: value for key, value in row.items() if key not in ("seconds", "worker")} for row in rows]
