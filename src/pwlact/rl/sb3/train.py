"""One training with Stable-Baselines3, from its start or its last checkpoint to its end."""

from __future__ import annotations

from pathlib import Path

from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.logger import configure

from pwlact.errors import FileError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.checkpoint import load_state
from pwlact.rl.log import TrainingLog
from pwlact.rl.monitor import monitor_path
from pwlact.rl.sb3.callback import EvaluationCallback
from pwlact.rl.sb3.checkpoint import MODEL, load_snapshot, load_tensors
from pwlact.rl.sb3.environment import Environment, make_env
from pwlact.rl.sb3.models import make_model
from pwlact.rl.sb3.snapshot import Arrays, restore_snapshot
from pwlact.rl.starts import first_actions
from pwlact.rl.status import Watcher
from pwlact.rl.task import Task
from pwlact.rl.training import Training, TrainingState


def train(task: Task, config: AgentConfig, seed: int, folder: Path, watch: Watcher) -> Training:
    """Train an agent; see `pwlact.rl.engine.train`."""
    state, arrays = _checkpoint(folder)
    log = TrainingLog(task, config, folder, watch, state)
    env = make_env(task, config, log.best, monitor_path(folder))
    try:
        return _learn(_model(log, env, config, seed, arrays), log, EvaluationCallback(log, env, config.learner))
    finally:
        env.given.close()  # the monitor's file


def _learn(model: BaseAlgorithm, log: TrainingLog, callback: EvaluationCallback) -> Training:
    """Do the steps that are left."""
    model.set_logger(configure(str(log.folder / "tensorboard"), ["tensorboard"]))
    if not log.over(log.state.steps):
        model.learn(log.total - log.state.steps, callback=callback, log_interval=10, reset_num_timesteps=False)
    return callback.finish(model)


def _checkpoint(folder: Path) -> tuple[TrainingState | None, Arrays]:
    """Read an earlier start's snapshot, and its state where a kill kept that from checkpoint.json."""
    written = load_state(folder)
    kept = None if written is None else load_snapshot(folder / MODEL)
    if written is None or kept is None:  # a new training, or an older version's
        return None, {}
    state, arrays = kept
    return None if state.steps == written.steps else state, arrays


def _model(log: TrainingLog, env: Environment, config: AgentConfig, seed: int, arrays: Arrays) -> BaseAlgorithm:
    """Build the model: a new one, or the checkpoint's."""
    task, state = log.task, log.state
    if not log.resumed:
        return make_model(task, config, env.given, seed, first_actions(log, config, seed))
    model = make_model(task, config, env.given, seed)
    load_tensors(model, log.folder / MODEL)
    model.num_timesteps = state.steps
    if env.strategies is not None and state.alive:
        env.strategies.alive = list(state.alive)
    if arrays:
        _restore(model, env, arrays, log.folder / MODEL)
    elif state.steps:
        model.set_random_seed(seed + state.steps)  # the noise of the first start again would teach nothing new
    return model


def _restore(model: BaseAlgorithm, env: Environment, arrays: Arrays, path: Path) -> None:
    try:
        restore_snapshot(model, env, arrays)
    except (KeyError, ValueError, TypeError, RuntimeError) as fault:
        raise FileError(f"a checkpoint must fit its run's config.toml, got {path}: {fault}; train anew") from fault
