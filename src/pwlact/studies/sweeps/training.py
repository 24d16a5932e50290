"""A training as a trial of a sweep: its result, the rewards of its episodes, and whether it is pruned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.rl.engine import train
from pwlact.rl.status import TrainingStatus, Watcher
from pwlact.rl.training import Training
from pwlact.runs.engines import with_engine
from pwlact.runs.tasks import task_of
from pwlact.runs.training_result import training_result
from pwlact.search.result import Result
from pwlact.settings.training import TrainConfig
from pwlact.studies.sweeps.reports import Reporter
from pwlact.studies.sweeps.trial import PRUNED, Call

PERCENTILES = (50.0, 75.0, 90.0, 95.0, 99.0, 99.9)
BIN = 0.01  # width of a histogram's bins, as a share of the reference
MAX_BINS = 1000  # the last one has all rewards above


def train_trial(config: TrainConfig, call: Call, folder: Path) -> tuple[Result, dict[str, Any]]:
    """Train in a folder; return the result, and what a row has beside its figures.

    Raises
    ------
    PwlactError
        If a setting is bad, or no episode was finished.
    """
    config = with_engine(config)
    task = task_of(config)
    reporter = None if call.reports is None else Reporter(config, call.reports)
    training = train(task, config, config.seed, folder, _watcher(reporter))
    reference = task.base_reward if call.reference is None else call.reference
    own = {**_rewards(training), **_episodes(episode_rewards(folder), reference)}
    if reporter is not None and reporter.pruned:
        own |= {"state": PRUNED, "reason": f"{reporter.pruner} pruner, after {training.state.steps} steps"}
    return training_result(task, config, config.seed, training), own


def _watcher(reporter: Reporter | None) -> Watcher:
    def watch(status: TrainingStatus) -> bool:
        return reporter is None or reporter.goes_on(status)

    return watch


def _rewards(training: Training) -> dict[str, Any]:
    final = training.final_policy
    return {"best_episode": training.best_episode.reward, "final_policy": final.final if final.complete else 0.0}


def _episodes(rewards: Array, reference: float) -> dict[str, Any]:
    """Return percentiles of the episodes' rewards, and how many are in each hundredth of the reference."""
    bins = np.minimum(rewards / (BIN * reference), MAX_BINS - 1.0).astype(np.int64)
    percentiles = np.percentile(rewards, PERCENTILES) if rewards.size else np.full(len(PERCENTILES), np.nan)
    return {
        "reference": reference,
        **{f"p{percentile:g}": float(value) for percentile, value in zip(PERCENTILES, percentiles, strict=True)},
        "histogram": np.bincount(bins).tolist(),
    }


def episode_rewards(folder: Path) -> Array:
    """Return the final rewards (episodes,) in a training's monitor; 0 for an episode that left the range."""
    lines = (folder / "monitor.csv").read_text(encoding="utf-8").splitlines()
    column = lines[1].split(",").index("final_reward")
    rewards = np.array([float(line.split(",")[column]) for line in lines[2:]], dtype=np.float64)
    return np.where(np.isfinite(rewards), np.maximum(rewards, 0.0), 0.0)
