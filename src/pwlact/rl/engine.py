"""The one seam between trainings and the library that carries them out."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.rollout import Episode
from pwlact.rl.status import Watcher
from pwlact.rl.task import Task
from pwlact.rl.training import Training

MODULES = ("gymnasium", "torch", "stable_baselines3", "tensorboard")


def require_engine() -> None:
    """Check that the engine's libraries, the extra `rl`, are installed.

    Raises
    ------
    ConfigError
        If one is missing.
    """
    missing = [module for module in MODULES if find_spec(module) is None]
    if missing:
        raise ConfigError(f"an agent needs the extra rl, got no {missing[0]}; run `pip install 'pwlact[rl]'`")


def train(task: Task, config: AgentConfig, seed: int, folder: Path, watch: Watcher) -> Training:
    """Train an agent, and leave its policies, evaluations, monitor and TensorBoard files in `folder`.

    Parameters
    ----------
    task : Task
        What the agent learns; see `make_task`.
    config : AgentConfig
        How it learns.
    seed : int
        The same seed gives the same training.
    folder : Path
        An existing folder. Where it holds a checkpoint, the training goes on from there.
    watch : callable
        Receives a `TrainingStatus`; returns False to stop the training.

    Raises
    ------
    ConfigError
        If the engine's libraries are missing.
    FileError
        If the folder cannot be written, or its checkpoint is damaged.
    """
    require_engine()
    from pwlact.rl.sb3 import train as engine

    return engine.train(task, config, seed, folder, watch)


def play_policy(task: Task, config: AgentConfig, path: Path) -> Episode:
    """Play the best strategy of a stored policy without noise.

    Raises
    ------
    ConfigError
        If the engine's libraries are missing.
    FileError
        If the file is damaged, of another network, or holds numbers that are not finite.
    """
    require_engine()
    from pwlact.rl.sb3 import replay as engine

    return engine.play_policy(task, config, path)
