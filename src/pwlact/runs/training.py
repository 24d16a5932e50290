"""Carrying out a training run, from its start or from where it was stopped."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path

from pwlact.errors import RunError
from pwlact.files import write_text
from pwlact.rl.dynamics import make_task
from pwlact.rl.engine import require_engine, train
from pwlact.rl.status import TrainingStatus
from pwlact.runs.folder import CONFIG, RESULT, create_run, write_result
from pwlact.runs.interrupt import stop_on_signal
from pwlact.runs.training_result import best_of, training_result
from pwlact.runs.workers import Observer, in_processes
from pwlact.search.result import Result
from pwlact.search.result_json import load_result
from pwlact.settings.toml import to_toml
from pwlact.settings.training import TrainConfig


def start(config: TrainConfig, observe: Observer) -> tuple[Path, Result]:
    """Train in a new run folder; return the folder and the result.

    Raises
    ------
    InputError
        If the settings are bad, before anything is written.
    RunError
        If no episode was finished.
    """
    require_engine()
    problem = config.problem()
    make_task(problem, config.env, config.reward)
    folder = create_run(config.out, config.name, problem.activation.name)
    write_text(folder / CONFIG, to_toml(config))
    return folder, resume_training(folder, config, observe)


def resume_training(folder: Path, config: TrainConfig, observe: Observer) -> Result:
    """Train what is not finished in a run folder, and write its result and points."""
    seeds = range(config.seed, config.seed + config.seeds)
    if config.seeds == 1:
        with stop_on_signal() as stop:
            result = _train_seed(folder, config, config.seed, observe, stop.is_set)
    else:
        result = _train_seeds(folder, config, seeds, observe)
    write_result(folder, result)
    return result


def _train_seed(folder: Path, config: TrainConfig, seed: int, observe: Observer, stopped: Callable[[], bool]) -> Result:
    """Train one seed in its folder."""

    def watch(standing: TrainingStatus) -> bool:
        observe(seed, standing)
        return not stopped()

    task = make_task(config.problem(), config.env, config.reward)
    return training_result(task, config, seed, train(task, config, seed, folder, watch))


def _train_seeds(folder: Path, config: TrainConfig, seeds: range, observe: Observer) -> Result:
    """Train several seeds, side by side if wished, each in a folder of its own; return the best's result."""
    work = functools.partial(_train_unfinished, folder, config)
    with stop_on_signal() as stop:
        if config.jobs == 1:
            paths = [work(seed, observe, stop.is_set) for seed in seeds]
        else:
            paths = in_processes(work, seeds, config.jobs, observe, stop)
    results = [load_result(path) for path in paths if path is not None]
    if not results:
        raise RunError(
            f"an episode must place all points, got none with {len(seeds)} seeds; train longer or use the tuned preset"
        )
    cut_short = stop.is_set() and None in paths
    best = best_of(results)
    return dataclasses.replace(best, status="interrupted") if cut_short else best


def _train_unfinished(
    run: Path, config: TrainConfig, seed: int, observe: Observer, stopped: Callable[[], bool]
) -> Path | None:
    """Train one of several seeds, unless that is done; return its result's file, None where no episode finished."""
    folder = run / f"seed-{seed}"
    folder.mkdir(exist_ok=True)
    done = folder / RESULT
    if not (done.exists() and load_result(done).status == "finished"):
        try:
            write_result(folder, _train_seed(folder, config, seed, observe, stopped))
        except RunError:
            return None  # the other seeds' results stand
    return done
