"""`train`: the agent places the points."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.api import checks
from pwlact.api.given import FunctionLike, Given, IntervalLike, function_settings
from pwlact.api.objective import ObjectiveLike, OwnObjective, objective_settings
from pwlact.api.problem import problem_settings
from pwlact.api.result import Result
from pwlact.api.typed import record
from pwlact.cli.progress import training_progress
from pwlact.errors import ConfigError
from pwlact.rl.agent_config import TABLES, AgentConfig, AlgorithmName, EngineName
from pwlact.rl.engine import preferred_engine
from pwlact.rl.presets import Preset, PresetName, presets
from pwlact.runs.engines import with_engine
from pwlact.search.problem import EndsName, FitName
from pwlact.settings.training import TrainConfig
from pwlact.settings.unit import UnitChoice


@dataclass(frozen=True, kw_only=True)
class _Train(Given, OwnObjective, TrainConfig):
    """Settings of a training, with the function and the objective as objects if they are."""


def train(
    function: FunctionLike,
    *,
    segments: int = 9,
    interval: IntervalLike | None = None,
    objective: ObjectiveLike | None = None,
    fit: FitName | None = None,
    ends: EndsName = "free",
    density: str | None = None,
    weight: str | None = None,
    format: str | None = None,
    unit: UnitChoice | Mapping[str, Any] | None = None,
    algorithm: AlgorithmName = "ppo",
    engine: EngineName = "auto",
    steps: int | None = None,
    seconds: float | None = None,
    evaluations: int = 50,
    preset: PresetName = "tuned",
    seed: int = 0,
    seeds: int = 1,
    jobs: int = 1,
    polish: bool = False,
    progress: bool = True,
    out: str | Path | None = None,
    name: str | None = None,
    **settings: Any,
) -> Result:
    """Train an agent that places the points, and return the best approximation it found.

    It needs an engine: ``pip install 'pwlact[jax]'``, or the extra ``rl``.

    Parameters
    ----------
    function, segments, interval, fit, ends, density, weight, format, unit
        As in `approximate`; data are exact samples.
    objective : {"paper", "max", "mse", "mean", "relative", "ulp"} or callable, optional
        What the agent is rewarded for, J; by default the weights of `reward`, 0.2 mean + 0.8 max. A callable, as in
        `approximate`, is an objective of your own; the reward is 1 / (J + epsilon), and by default there are then 2,000
        episodes, for it may be slow.
    algorithm : {"ppo", "a2c", "sac", "td3"}
        Learning algorithm.
    engine : {"auto", "jax", "sb3"}
        Library: JAX, which serves PPO, or Stable-Baselines3; "auto" takes JAX where it is installed and serves.
    steps : int, optional
        Points placed in all; by default the preset's number of episodes times the number of points.
    seconds : float, optional
        Seconds of the training in all, in place of steps.
    evaluations : int
        How often the policy is played without noise.
    preset : {"tuned", "paper"}
        What learns best, or the task as published.
    seed, seeds, jobs : int
        Seed of the first training; how many trainings, with seeds `seed`, `seed` + 1, ...; how many side by side.
    polish : bool
        Improve the best points by a local search at the end.
    progress : bool
        Show a progress bar on stderr.
    out : str or Path, optional
        Folder that a run folder is made in; None leaves no folder.
    name : str, optional
        Name of the run folder; by default date, time and function.
    **settings : record or dict
        Tables of further settings: env, reward, schedule, ppo, a2c, sac, td3; as in ``ppo={"width": 32}``.

    Returns
    -------
    Result
        Its `details` hold best_episode, best_policy and final_policy.

    Raises
    ------
    InputError
        If a setting is bad, or the engine is not installed.
    RunError
        If no episode placed all its points.

    Examples
    --------
    >>> import pwlact
    >>> r = pwlact.train("gelu", steps=100_000, seed=0, progress=False)  # doctest: +SKIP
    """
    if not isinstance(preset, str):
        raise ConfigError(f"a preset is 'tuned' or 'paper', got {preset!r}; choose one")
    engine = checks.choice("engine", engine, EngineName)
    algorithm = checks.choice("algorithm", algorithm, AlgorithmName)
    config = _Train(
        **function_settings(function, interval, auto=True),
        **problem_settings(
            segments=segments,
            fit=fit,
            ends=ends,
            density=density,
            format=format,
            unit=unit,
            seed=seed,
            weight=weight,
        ),
        **objective_settings(objective),
        algorithm=algorithm,
        engine=engine,
        steps=None if steps is None else checks.whole("steps", steps, 300_000),
        seconds=None if seconds is None else checks.real("seconds", seconds, 30),
        evaluations=checks.whole("evaluations", evaluations, 50),
        preset=preset,
        seeds=checks.whole("seeds", seeds, 4),
        jobs=checks.whole("jobs", jobs, 2),
        polish=checks.flag("polish", polish),
        out="runs" if out is None else checks.text("out", out, "runs"),
        name=None if name is None else checks.text("name", name, "first"),
        **_tables(_preset(preset, preferred_engine(engine, algorithm), settings.get("reward"), objective), settings),
    )
    _check_python_function(config, out)
    budget = config.budget(config.problem())
    settled = with_engine(config)
    taken = settled.engine if config.engine == "auto" else None
    watch = training_progress(budget, taken) if checks.flag("progress", progress) else contextlib.nullcontext(_silent)
    with watch as observe:
        return _train(settled, observe, keep=out is not None)


def _train(config: TrainConfig, observe: Any, *, keep: bool) -> Result:
    """Train in a run folder, or in one that is thrown away."""
    from pwlact.runs.training import run_training, train_in  # loads more than other verbs need

    if keep:
        folder, result = run_training(config, observe)
        return Result.of(result, folder)
    with tempfile.TemporaryDirectory() as folder_name:
        return Result.of(train_in(Path(folder_name), config, observe))


def _preset(name: PresetName, engine: str, reward: Any, objective: Any) -> Preset:
    if callable(reward):
        raise ConfigError(
            "reward is a table of settings, got a function; give an objective of your own as objective=..."
        )
    model = reward.get("model") if isinstance(reward, Mapping) else getattr(reward, "model", None)
    return presets(name, engine, slow=model is not None or callable(objective))


def _tables(preset: Preset, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the preset's tables with what the user gives in their place: records whole, dicts field by field."""
    tables: dict[str, Any] = {name: getattr(AgentConfig(), name) for name in TABLES} | dict(preset)
    for name, values in settings.items():
        if name not in TABLES:
            raise ConfigError(f"train takes no {name!r}; the tables of settings are {', '.join(TABLES)}")
        usual = tables[name]
        fields = {**dataclasses.asdict(usual), **values} if isinstance(values, Mapping) else values
        tables[name] = record(name, type(usual), fields)
    return tables


def _check_python_function(config: _Train, out: str | Path | None) -> None:
    """Raise ConfigError where a Python object would have to go to a settings file or to another process."""
    if config.given is None and config.cost is None:
        return
    if out is not None:
        data = config.given is not None and config.given.data is not None
        what = "its objective" if config.given is None else "its function"
        remedy = "save the data to a file, and give its path" if data else "leave out out"
        raise ConfigError(f"a run folder names {what}, got a Python object with out={str(out)!r}; {remedy}")
    if config.jobs > 1:
        raise ConfigError(f"a Python function stays in one process, got jobs={config.jobs}; leave out jobs")


def _silent(*_status: Any) -> None:
    """Observe nothing."""
