"""The one seam between trainings and the libraries that carry them out: the engines, by name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, get_args

from pwlact.errors import ConfigError
from pwlact.rl.agent_config import AgentConfig, AlgorithmName, EngineName
from pwlact.rl.rollout import Episode
from pwlact.rl.status import Watcher
from pwlact.rl.task import Task
from pwlact.rl.training import Training

ConcreteName = Literal["jax", "sb3"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A library that carries trainings out.

    Parameters
    ----------
    extra : str
        What brings its libraries when pwlact is installed.
    modules : tuple of str
        The libraries.
    algorithms : tuple of str
        What it serves.
    suffix : str
        Of the policies and checkpoints that it writes.
    """

    extra: str
    modules: tuple[str, ...]
    algorithms: tuple[str, ...]
    suffix: str

    def missing(self) -> list[str]:
        """Return the libraries that are not installed."""
        return [module for module in self.modules if find_spec(module) is None]


ENGINES: dict[ConcreteName, Engine] = {
    "jax": Engine(extra="jax", modules=("jax", "optax"), algorithms=("ppo",), suffix=".npz"),
    "sb3": Engine(
        extra="rl",
        modules=("gymnasium", "torch", "stable_baselines3", "tensorboard"),
        algorithms=get_args(AlgorithmName),
        suffix=".zip",
    ),
}
"""In the order in which they are preferred; each has a package of its name here, with `train` and `replay`."""


def chosen_engine(engine: EngineName, algorithm: AlgorithmName) -> ConcreteName:
    """Return the engine that serves an algorithm: the one that is named, or for "auto" the first that is installed.

    Raises
    ------
    ConfigError
        If it does not serve the algorithm, or its libraries are missing.
    """
    name = preferred_engine(engine, algorithm)
    require_engine(name, algorithm)
    return name


def preferred_engine(engine: EngineName, algorithm: AlgorithmName) -> ConcreteName:
    """Return the engine that `chosen_engine` would take, if it can be taken."""
    if engine != "auto":
        return engine
    serving = [name for name, one in ENGINES.items() if algorithm in one.algorithms] or list(ENGINES)
    return next((name for name in serving if not ENGINES[name].missing()), serving[0])


def require_engine(name: ConcreteName, algorithm: AlgorithmName) -> None:
    """Check that an engine serves an algorithm and that its libraries are installed.

    Raises
    ------
    ConfigError
        If it does not, or one is missing.
    """
    engine = ENGINES[name]
    if algorithm not in engine.algorithms:
        raise ConfigError(
            f"the engine {name} serves {' and '.join(engine.algorithms)}, got {algorithm}; leave out --engine"
        )
    missing = engine.missing()
    if missing:
        raise ConfigError(
            f"an agent needs the extra {engine.extra}, got no {missing[0]}; run `pip install 'pwlact[{engine.extra}]'`"
        )


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
        If the engine does not serve the algorithm, or its libraries are missing.
    FileError
        If the folder cannot be written, or its checkpoint is damaged.
    """
    name = chosen_engine(config.engine, config.algorithm)
    training: Training = _part(name, "train").train(task, config, seed, folder, watch)
    return training


def play_policy(task: Task, config: AgentConfig, path: Path) -> Episode:
    """Play the best strategy of a stored policy without noise; its suffix says which engine wrote it.

    A policy of the engine jax is played without its libraries.

    Raises
    ------
    ConfigError
        If the engine's libraries are missing.
    FileError
        If the file is damaged, of another network, or holds numbers that are not finite.
    """
    name: ConcreteName = "jax" if path.suffix == ENGINES["jax"].suffix else "sb3"
    if name == "sb3":
        require_engine(name, config.algorithm)
    episode: Episode = _part(name, "replay").play_policy(task, config, path)
    return episode


def _part(name: ConcreteName, part: str) -> Any:
    """Return a module of an engine's package, which loads its libraries."""
    return import_module(f"pwlact.rl.{name}.{part}")
