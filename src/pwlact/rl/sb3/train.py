"""One training from start, or from its last checkpoint, to its end."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.logger import configure

from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.dynamics import Task
from pwlact.rl.rollout import Episode
from pwlact.rl.sb3 import checkpoint
from pwlact.rl.sb3.checkpoint import TrainingState
from pwlact.rl.sb3.models import Environment, make_env, make_model, strategies
from pwlact.rl.sb3.vec_env import BestEpisode
from pwlact.rl.standing import TrainingStatus, Watcher
from pwlact.rl.strategies import due, narrow, play_best

CHECKPOINT_SECONDS = 3.0
EVALUATION_COLUMNS = ("steps", "seconds", "best_episode", "policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What a training came to.

    Parameters
    ----------
    best_episode : BestEpisode
        Best of all finished episodes, exploration's luck included.
    best_policy : tuple of float
        Points that the best policy placed without noise; empty where none finished.
    final_policy : Episode
        The last policy, played without noise.
    progress : TrainingState
        Steps, episodes and seconds, earlier sittings included.
    complete : bool
        False where the watcher stopped it.
    """

    best_episode: BestEpisode
    best_policy: tuple[float, ...]
    final_policy: Episode
    progress: TrainingState
    complete: bool


def train(task: Task, config: AgentConfig, seed: int, folder: Path, watch: Watcher) -> Training:
    """Train an agent, leaving policies, evaluations, monitor and TensorBoard files in `folder`.

    Where `folder` holds a checkpoint, the training goes on from there.

    Raises
    ------
    FileError
        If the folder cannot be written, or its checkpoint is damaged.
    """
    env = make_env(task, config, _monitor_path(folder))
    env.bare.best = checkpoint.load_best(folder, task.points)
    model = make_model(task, config, env.given, seed)
    progress = checkpoint.load_checkpoint(folder, model)
    model.num_timesteps = progress.steps
    if progress.steps:
        model.set_random_seed(seed + progress.steps)  # the same noise again would waste it
    model.set_logger(configure(str(folder / "tensorboard"), ["tensorboard"]))
    total = config.total_steps(task.points)
    if env.strategies is not None and progress.alive:
        env.strategies.alive = list(progress.alive)
    keeper = EvaluationCallback(task, config, folder, env, progress, total, watch)
    if progress.steps < total:
        model.learn(total - progress.steps, callback=keeper, log_interval=10, reset_num_timesteps=False)
    return keeper.finish(model)


def _monitor_path(folder: Path) -> Path:
    """Name the monitor file of this sitting; Stable-Baselines3 reads them all together."""
    earlier = len(list(folder.glob("*monitor.csv")))
    return folder / (f"resumed-{earlier}.monitor.csv" if earlier else "monitor.csv")


class EvaluationCallback(BaseCallback):
    """Watches, evaluates and saves at each rollout's end."""

    def __init__(
        self,
        task: Task,
        config: AgentConfig,
        folder: Path,
        env: Environment,
        progress: TrainingState,
        total: int,
        watch: Watcher,
    ) -> None:
        super().__init__()
        self.task, self.folder, self.watch, self.total = task, folder, watch, total
        self.env, self.strategies = env, strategies(config)
        self.progress = progress
        self.complete = True
        self._best_saved = env.bare.best.reward
        self._started = self._saved = time.monotonic()
        self._earlier_seconds, self._earlier_steps = progress.seconds, progress.steps
        self._interval = max(total // config.evaluations, 1)
        self._next_evaluation = progress.steps + self._interval
        _start_evaluations(folder / "evaluations.csv", progress.steps)

    def _on_step(self) -> bool:
        if not self.complete:
            return False
        if self.num_timesteps >= self._next_evaluation:
            self._next_evaluation += self._interval
            self._evaluate(self.model)
        return True

    def _on_rollout_end(self) -> None:
        self._clock(self.model)
        told = self.env.strategies
        if told is not None:
            narrow(told, self.task, self.model, due(self.num_timesteps / self.total, self.strategies))
            self.progress.alive = tuple(told.alive)
        best = self.env.bare.best
        if best.reward > self._best_saved:
            checkpoint.save_best(self.folder, best)
            self._best_saved = best.reward
        if time.monotonic() - self._saved > CHECKPOINT_SECONDS:
            self._save(self.model)
        rate = (self.num_timesteps - self._earlier_steps) / max(self.progress.seconds - self._earlier_seconds, 1e-9)
        standing = TrainingStatus(steps=self.num_timesteps, total=self.total, rate=rate, best_reward=best.reward)
        self.complete = self.watch(standing)

    def _clock(self, model: BaseAlgorithm) -> None:
        self.progress.steps = model.num_timesteps
        self.progress.episodes = self.env.bare.best.episodes
        self.progress.seconds = self._earlier_seconds + time.monotonic() - self._started

    def _save(self, model: BaseAlgorithm) -> None:
        checkpoint.save_checkpoint(self.folder, model, self.progress)
        checkpoint.save_best(self.folder, self.env.bare.best)
        self._saved = time.monotonic()

    def _evaluate(self, model: BaseAlgorithm) -> Episode:
        """Play the policy without noise, write it down, and keep it if it is the best."""
        episode = play_best(self.task, model, self.strategies)
        if episode.complete:
            self.env.bare.best.offer(np.array([episode.final]), episode.points[None, :])
        self._clock(model)
        if episode.complete and episode.final > self.progress.best_policy:
            self.progress.best_policy = episode.final
            self.progress.best_policy_points = tuple(episode.points.tolist())
            checkpoint.save_model(model, self.folder / "policies" / "best.zip")
            self._save(model)
        row = (self.progress.steps, round(self.progress.seconds, 3), self.env.bare.best.reward, episode.final)
        with (self.folder / "evaluations.csv").open("a", newline="", encoding="utf-8") as file:
            csv.writer(file).writerow(row)
        return episode

    def finish(self, model: BaseAlgorithm) -> Training:
        """Evaluate and save the last policy, and sum up."""
        episode = self._evaluate(model)
        checkpoint.save_model(model, self.folder / "policies" / "final.zip")
        self._save(model)
        return Training(
            best_episode=self.env.bare.best,
            best_policy=self.progress.best_policy_points,
            final_policy=episode,
            progress=self.progress,
            complete=self.complete,
        )


def _start_evaluations(path: Path, steps: int) -> None:
    """Keep the rows up to the checkpoint's steps; those after it will be made again."""
    rows: list[list[str]] = []
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            rows = [row for row in list(csv.reader(file))[1:] if row and int(row[0]) <= steps]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([EVALUATION_COLUMNS, *rows])
