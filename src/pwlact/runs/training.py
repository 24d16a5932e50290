"""Carrying out a training run, from its start or from where it was stopped."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from pwlact.rl.checkpoint import STATE
from pwlact.rl.task import Task
from pwlact.runs.engines import with_engine
from pwlact.runs.folder import RESULT, create_run, write_config, write_result
from pwlact.runs.interrupt import is_interrupt, stop_on_signal
from pwlact.runs.lock import locked
from pwlact.runs.seeds import prepare, train_seed, train_seeds
from pwlact.runs.workers import Observer
from pwlact.search.cost import LONG_TRAINING, Cost, training_cost, warn_of_cost
from pwlact.search.problem import Problem
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.settings.training import TrainConfig


def run_training(config: TrainConfig, observe: Observer) -> tuple[Path, Result]:
    """Train in a new run folder; return the folder and the result.

    Parameters
    ----------
    config : TrainConfig
        Problem, agent, seeds and the folder's place.
    observe : callable
        Called with a seed and its `TrainingStatus`.

    Raises
    ------
    InputError
        If the settings are bad or the engine is not installed, before anything is written.
    KeyboardInterrupt
        If Ctrl-C comes before the first rollout, the folder is removed; later the result is of status "interrupted".
    RunError
        If no episode was finished.
    """
    started = time.monotonic()
    config = with_engine(config)
    task = prepare(config, observe, config.seed)  # may refuse
    warn_of_cost(_cost(config, task.evaluator.problem), LONG_TRAINING, "fewer segments, seeds, steps or seconds")
    folder = create_run(config.out, config.name, task.evaluator.problem.activation.name)
    with locked(folder), _interrupt_told(folder, new=True):
        problem = task.evaluator.problem
        write_config(folder, dataclasses.replace(config, fit=problem.fit), problem.activation.data)
        return folder, _train(folder, config, task, observe, started)


def resume_training(folder: Path, config: TrainConfig, observe: Observer) -> Result:
    """Train what is not finished in a run folder, and write its result and points.

    Raises
    ------
    InputError
        If the settings are bad, a file in the folder is damaged, another process trains in it, or the engine
        is not installed.
    KeyboardInterrupt
        If Ctrl-C comes before the first rollout; the folder stays as it is.
    RunError
        If no episode was finished.
    """
    with locked(folder), _interrupt_told(folder, new=False):
        return train_in(folder, config, observe)


def train_in(folder: Path, config: TrainConfig, observe: Observer) -> Result:
    """Do the work of `resume_training`, in any folder; an interrupt says nothing of it."""
    started = time.monotonic()
    config = with_engine(config, folder)
    return _train(folder, config, prepare(config, observe, config.seed), observe, started)


def _cost(config: TrainConfig, problem: Problem) -> Cost:
    """Return the estimated cost of all seeds."""
    rounds = -(-config.seeds // max(config.jobs, 1))
    if config.seconds is not None:
        return Cost(config.seconds * rounds, 0.0)
    return training_cost(config.total_steps(problem) * rounds, problem.points, config.engine)


def _train(folder: Path, config: TrainConfig, task: Task, observe: Observer, started: float) -> Result:
    """Train, and write the result; its seconds are the wall time of the whole run, all seeds and starts."""
    earlier = load_result(folder / RESULT).seconds if (folder / RESULT).is_file() else 0.0
    if config.seeds == 1:
        with stop_on_signal() as stop:
            result = train_seed(folder, config, task, config.seed, observe, stop)
    else:
        result = train_seeds(folder, config, task, observe)
    wall = round(earlier + time.monotonic() - started, 3)
    result = dataclasses.replace(result, seconds=max(result.seconds, wall))
    write_result(folder, result)
    return result


@contextlib.contextmanager
def _interrupt_told(folder: Path, *, new: bool) -> Iterator[None]:
    """Say what an interrupt leaves; a new run without a checkpoint is removed."""
    try:
        yield
    except (KeyboardInterrupt, SystemError) as fault:
        if not is_interrupt(fault):
            raise
        if new and not any(folder.rglob(STATE)):
            shutil.rmtree(folder, ignore_errors=True)
            raise KeyboardInterrupt("nothing was kept, for the training had not begun; run it again") from fault
        raise KeyboardInterrupt(f"{folder} was kept; `pwlact runs resume {folder}` goes on") from fault
