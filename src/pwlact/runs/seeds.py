"""The trainings of a run: one seed, or several one after the other or side by side."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

from pwlact.errors import RunError
from pwlact.rl.engine import train
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task
from pwlact.runs.best_seed import best_of
from pwlact.runs.folder import RESULT, write_result
from pwlact.runs.interrupt import Stop, is_interrupt, stop_on_signal
from pwlact.runs.tasks import task_of
from pwlact.runs.training_result import training_result
from pwlact.runs.workers import Observer, in_processes
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.settings.training import TrainConfig


def prepare(config: TrainConfig, observe: Observer, seed: int) -> Task:
    """Return the task that the settings state.

    Raises
    ------
    InputError
        If the settings are bad.
    """
    config.problem()  # may refuse
    observe(seed, TrainingStatus(phase="compiling"))
    return task_of(config)


def train_seed(folder: Path, config: TrainConfig, task: Task, seed: int, observe: Observer, stop: Stop) -> Result:
    """Train one seed in its folder.

    Raises
    ------
    KeyboardInterrupt
        If it is stopped before its first rollout: there is nothing to keep.
    RunError
        If no episode was finished.
    """

    def watch(status: TrainingStatus) -> bool:
        stop.immediate = status.phase in ("compiling", "choosing starts")
        observe(seed, status)
        return not stop.is_set()

    stop.immediate = True
    try:
        return training_result(task, config, seed, train(task, config, seed, folder, watch))
    finally:
        stop.immediate = False


def train_seeds(folder: Path, config: TrainConfig, task: Task, observe: Observer) -> Result:
    """Train several seeds, each in a folder of its own; return the best's result, the others' figures in it.

    Raises
    ------
    KeyboardInterrupt
        If they are stopped before any has a result.
    RunError
        If no seed finished an episode.
    """
    seeds = range(config.seed, config.seed + config.seeds)
    with stop_on_signal() as stop:
        if config.jobs == 1:
            paths = [_train_unfinished(folder, config, task, seed, observe, stop) for seed in seeds]
        else:
            work = functools.partial(_train_unfinished, folder, config, None)
            paths = in_processes(work, seeds, config.jobs, observe, stop)
    results = [load_result(path) for path in paths if path is not None]
    if not results:
        if stop.is_set():
            raise KeyboardInterrupt
        raise RunError(
            f"an episode must place all points, got none with {len(seeds)} seeds; train longer or use the tuned preset"
        )
    best = best_of(results)
    return dataclasses.replace(best, status="interrupted") if stop.is_set() and None in paths else best


def _train_unfinished(
    run: Path, config: TrainConfig, task: Task | None, seed: int, observe: Observer, stop: Stop
) -> Path | None:
    """Train one of several seeds unless it is finished; return its result's file, None where there is no result."""
    folder = run / f"seed-{seed}"
    done = folder / RESULT
    if done.exists() and load_result(done).status == "finished":
        return done
    if stop.is_set():
        return done if done.exists() else None
    folder.mkdir(exist_ok=True)
    try:
        task = task or prepare(config, observe, seed)
        write_result(folder, train_seed(folder, config, task, seed, observe, stop))
    except (RunError, KeyboardInterrupt, SystemError) as fault:
        if isinstance(fault, RunError) or is_interrupt(fault):
            return done if done.exists() else None  # the other seeds' results stand
        raise
    return done
