"""A sweep from its start, or from where it was stopped: what is not finished runs, and every trial becomes a row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pwlact.runs.folder import slug
from pwlact.runs.interrupt import Stop
from pwlact.settings.sweep_file import SweepFile
from pwlact.studies.sweeps.executors import EngineError, Executor, run_all
from pwlact.studies.sweeps.plan import SEED, count_points, distributions, extend, stages
from pwlact.studies.sweeps.rows import ROW, finished_rows, plain, row_of
from pwlact.studies.sweeps.storage import JOURNAL, mend_journal, open_storage, storage_faults, study_of, trial_of
from pwlact.studies.sweeps.trial import COMPLETE, PRUNED, Call, Row, failed, run_trial

if TYPE_CHECKING:
    from optuna.study import Study

Watch = Callable[[list[Row]], None]
"""Called with the rows of all finished trials, at first and whenever there is one more."""
JOURNAL_FILE = "journal.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a sweep is kept.

    Parameters
    ----------
    folder : Path
        Its folder, whose name is the sweep's.
    storage : str or None
        A database's URL; None keeps a journal file in the folder.
    keep_runs : bool
        Whether each trial leaves a run folder in FOLDER/trials.
    """

    folder: Path
    storage: str | None = None
    keep_runs: bool = False

    @property
    def text(self) -> str:
        """The storage, as `open_storage` takes it."""
        return self.storage or f"{JOURNAL}{(self.folder / JOURNAL_FILE).resolve()}"


@dataclass(slots=True)
class Sweep:
    """A sweep in its storage: the studies by function."""

    file: SweepFile
    place: Place
    studies: dict[str, Study] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """Return the rows of all finished trials, by function and number."""
        return [
            row for function, study in self.studies.items() for row in finished_rows(self.file.command, function, study)
        ]

    @property
    def total(self) -> int:
        """Number of trials of the whole sweep."""
        return count_points(self.file) * len(self.file.seeds) * len(self.file.functions)


def open_sweep(file: SweepFile, place: Place) -> Sweep:
    """Return a sweep in its storage, made where it is new.

    Raises
    ------
    InputError
        If the storage cannot be reached, or holds a sweep of this name by another file.
    """
    count_points(file)  # may refuse
    mend_journal(place.folder / JOURNAL_FILE)
    storage = open_storage(place.text)
    sweep = Sweep(file, place)
    with storage_faults(place.text):
        for name in file.functions:
            study = study_of(storage, study_name(place, name), file.definition, larger=file.larger)
            sweep.studies[name] = study
    return sweep


def study_name(place: Place, function: str) -> str:
    """Return the name of a function's study."""
    return f"{place.folder.name}/{function}"


def run_sweep(sweep: Sweep, executor: Executor, stop: Stop, watch: Watch) -> None:
    """Run what is not finished, until that is done or `stop` is set.

    Parameters
    ----------
    sweep : Sweep
        The sweep.
    executor : Executor
        Where trials run.
    stop : Stop
        A request to stop: trials that run then run again another time.
    watch : callable
        Told of all finished trials.

    Raises
    ------
    RunError
        If the engine fails, or no trial of a finished sweep succeeds.
    InputError
        If the storage cannot be reached any longer.
    """
    rows = sweep.rows()
    watch(rows)
    with storage_faults(sweep.place.text):
        for stage in stages(sweep.file):
            for function, study in sweep.studies.items():
                extend(sweep.file, study, function, stage)
            for (function, number, _), future in run_all(executor, _run, _unfinished(sweep), stop):
                rows.append(_finish(sweep, function, number, _outcome(future)))
                watch(rows)
            if stop.is_set():
                return


def _run(item: tuple[str, int, Call]) -> Row:
    """Run a trial as a worker."""
    return run_trial(item[2])


def _unfinished(sweep: Sweep) -> Iterator[tuple[str, int, Call]]:
    """Yield function, number and call of the trials that ran when an earlier process died, then of those that wait."""
    from optuna.trial import TrialState

    space = distributions(sweep.file)
    for state in (TrialState.RUNNING, TrialState.WAITING):
        found = [(one.number, name) for name in sweep.studies for one in _trials(sweep, name, state)]
        for number, name in sorted(found, key=lambda item: item[0]):  # functions in turn
            study = sweep.studies[name]
            trial = study.ask(space) if state is TrialState.WAITING else trial_of(study, number)
            point = {
                one: trial._suggest(one, values) for one, values in space.items()
            }  # a kill may have left some open
            seed = trial.user_attrs.get(SEED, sweep.file.seeds[0])
            yield name, trial.number, _call(sweep, name, trial.number, seed, point)


def _trials(sweep: Sweep, name: str, state: Any) -> list[Any]:
    return list(sweep.studies[name].get_trials(deepcopy=False, states=(state,)))


def _call(sweep: Sweep, function: str, number: int, seed: int, point: dict[str, Any]) -> Call:
    file, place = sweep.file, sweep.place
    pruned = (place.text, study_name(place, function), number, file.plan.pruner, file.larger)
    return Call(
        command=file.command,
        settings=file.settings(function, seed, point),
        reference=file.published.get(function),
        folder=str((place.folder / "trials" / f"{slug(function)}-{number:04}").resolve()) if place.keep_runs else None,
        reports=None if file.plan.pruner == "none" else pruned,
    )


def _outcome(future: Any) -> Row:
    """Return the row that a worker gives, or of a worker that was killed each time."""
    fault = future.exception()
    if fault is None:
        row: Row = future.result()
        return row
    if isinstance(fault, EngineError):
        raise fault
    return failed(fault)


def _finish(sweep: Sweep, function: str, number: int, row: Row) -> Row:
    """Keep a row in the storage and close its trial; return the row with what names it."""
    from optuna.trial import TrialState

    study = sweep.studies[function]
    value = row.get(sweep.file.measure)
    if row["state"] == COMPLETE and (value is None or not math.isfinite(value)):
        row = {**row, "state": "failed", "reason": f"{sweep.file.measure} must be a finite number, got {value}"}
    trial_of(study, number).set_user_attr(ROW, plain(row))
    if row["state"] == COMPLETE:
        frozen = study.tell(number, value)
    else:
        frozen = study.tell(number, state=TrialState.PRUNED if row["state"] == PRUNED else TrialState.FAIL)
    return row_of(sweep.file.command, function, frozen)
