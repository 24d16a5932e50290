"""One trial of a sweep: a training or a search by its settings, and its figures as one flat row."""

from __future__ import annotations

import dataclasses
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.errors import PwlactError
from pwlact.runs.folder import write_config, write_result
from pwlact.runs.searching import search
from pwlact.search.result import Result
from pwlact.settings.command_config import CommandName, config_of
from pwlact.settings.search import SearchConfig
from pwlact.settings.training import TrainConfig

Row = dict[str, Any]
FAILED, PRUNED, COMPLETE = "failed", "pruned", "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a worker needs for a trial.

    Parameters
    ----------
    command : {"train", "search"}
        What is done.
    settings : dict
        Its settings, function and seed among them.
    reference : float or None
        Known reward of the function; None takes that of the better of equal-curvature and equidistant points.
    folder : str or None
        Where the run folder goes; None keeps none.
    reports : tuple or None
        Of a training that may be pruned: storage, name of the study, number of the trial, name of the pruner and
        whether more is better.
    """

    command: CommandName
    settings: dict[str, Any]
    reference: float | None = None
    folder: str | None = None
    reports: tuple[str, str, int, str, bool] | None = None


def run_trial(call: Call) -> Row:
    """Carry a trial out, and return its row; a failure is a row of state "failed" with its reason."""
    started = time.monotonic()
    try:
        row = {"state": COMPLETE, "reason": None, **_carry_out(call)}
    except (PwlactError, ArithmeticError, LookupError, MemoryError, OSError, TypeError, ValueError) as fault:
        row = failed(fault)
    return {**row, "seconds": round(time.monotonic() - started, 3), "worker": f"{platform.node()}:{os.getpid()}"}


def failed(fault: BaseException) -> Row:
    """Return the row of a trial that failed: its own words, or of an unforeseen fault its kind before them."""
    words = " ".join(str(fault).split())
    return {"state": FAILED, "reason": words if isinstance(fault, PwlactError) else f"{type(fault).__name__}: {words}"}


def _carry_out(call: Call) -> Row:
    config = config_of(call.command, call.settings)
    with _folder(call.folder) as folder:
        if isinstance(config, TrainConfig):
            from pwlact.studies.sweeps.training import train_trial  # loads more than a search needs

            result, own = train_trial(config, call, folder)
        else:
            result, own = search(config), {}
        if call.folder is not None:
            write_config(folder, _recorded(config, result))
            write_result(folder, result)
    return {**figures(result), **own}


def _recorded(config: TrainConfig | SearchConfig, result: Result) -> TrainConfig | SearchConfig:
    return dataclasses.replace(config, fit=result.problem.fit)


@contextmanager
def _folder(kept: str | None) -> Iterator[Path]:
    """Give the folder that is kept, made where it is missing, or a temporary one."""
    if kept is not None:
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def figures(result: Result) -> Row:
    """Return the figures of a result that a row has; errors are exact, or a unit's over its input codes."""
    errors = result.errors.codes or result.errors.exact
    return {
        "objective": result.objective,
        "reward": result.reward,
        "max_error": errors.max,
        "mean_error": errors.mean,
        "mse": errors.mse,
        "lower_bound": result.lower_bound,
        "gap": result.gap,
        "segments": result.problem.segments,
        "evaluations": result.evaluations,
    }
