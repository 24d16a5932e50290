"""Evaluating, recording and reporting a training, whatever its engine."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pwlact.errors import FileError
from pwlact.files import append_text, csv_text, is_file, read_text, write_text
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.checkpoint import load_best, load_state, save_best
from pwlact.rl.rollout import Act, Episode
from pwlact.rl.status import Phase, TrainingStatus, Watcher
from pwlact.rl.strategies import play_best
from pwlact.rl.task import Task
from pwlact.rl.training import Training, TrainingState

UNLIMITED = 10**15  # steps
PARTS = 10**6  # into which a budget of time is parted
EVALUATION_COLUMNS = ("steps", "seconds", "best_episode", "policy")


class TrainingLog:
    """The part of a training that no engine does: clock, evaluations, best episode and policy, status.

    Parameters
    ----------
    task : Task
        What the agent learns.
    config : AgentConfig
        How it learns.
    folder : Path
        Where evaluations.csv and best_episode.json go; an earlier start's files there are read.
    watch : callable
        Receives the status; returns False to stop the training.
    newer : TrainingState, optional
        The state that the engine kept with its model, in place of the one in checkpoint.json.

    Raises
    ------
    FileError
        If an earlier start's files are damaged.
    """

    def __init__(
        self, task: Task, config: AgentConfig, folder: Path, watch: Watcher, newer: TrainingState | None = None
    ) -> None:
        self.task, self.folder, self.watch = task, folder, watch
        self.strategies, self.budget = config.strategy_count, config.budget(task.evaluator.problem)
        saved = newer or load_state(folder)
        self.resumed, self.state = saved is not None, saved or TrainingState()
        self._kept = load_best(folder, task.points)
        self.best = self._kept if saved is not None and not saved.next_evaluation else self.state.best()
        self.complete = True
        self._best_saved = max(self.best.reward, self._kept.reward)
        self._started, self._earlier = time.monotonic(), (self.state.seconds, self.state.steps)
        scale = PARTS if self.budget.by_time else int(self.budget.amount)
        self._interval = max(scale // config.evaluations, 1)
        self._next_evaluation = self.state.next_evaluation or self._position(self.state.steps) + self._interval
        self._evaluations = folder / "evaluations.csv"
        _keep_evaluations(self._evaluations, self.state.steps)

    def starting(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        """Report a phase before the training proper.

        Raises
        ------
        KeyboardInterrupt
            If the watcher stops the training: there is nothing to keep yet.
        """
        if not self.watch(TrainingStatus(phase=phase, steps=done, total=total, best_reward=self.best.reward)):
            raise KeyboardInterrupt("the training was stopped before its first step")

    def rollout_done(self, steps: int) -> None:
        """Take in the steps done so far, save a better episode and report; `complete` tells whether to go on."""
        self.tick(steps)
        if self.best.reward > self._best_saved:
            self.save_best()
        seconds, earlier_steps = self._earlier
        rate = (steps - earlier_steps) / max(self.state.seconds - seconds, 1e-9)
        self.complete = self._report("training", rate)
        if not self.complete:
            self._report("stopping", rate)

    def _report(self, phase: Phase, rate: float) -> bool:
        return self.watch(
            TrainingStatus(
                phase=phase,
                steps=self.state.steps,
                total=self.total,
                seconds=self.state.seconds,
                rate=rate,
                best_reward=self.best.reward,
            )
        )

    @property
    def total(self) -> int:
        """Steps in all; where the budget is one of time, more than there will be."""
        return UNLIMITED if self.budget.by_time else int(self.budget.amount)

    def progress(self, steps: int) -> float:
        """Return how much of the training is done, from 0 to 1: of the steps, or of the time by the last rollout."""
        return self.budget.progress(steps, self.state.seconds, self.state.begun)

    def over(self, steps: int) -> bool:
        """Tell whether the budget is used."""
        return self.progress(steps) >= 1.0

    def _position(self, steps: int) -> int:
        """Return where the training stands on the scale of its evaluations: in steps, or in parts of its time."""
        return int(PARTS * self.progress(steps)) if self.budget.by_time else steps

    def tick(self, steps: int) -> None:
        """Bring steps, episodes and seconds of the state up to date."""
        self.state.steps = steps
        self.state.episodes = self.best.episodes
        self.state.best_reward, self.state.best_points = self.best.reward, tuple(self.best.points.tolist())
        self.state.next_evaluation = self._next_evaluation
        self.state.seconds = self._earlier[0] + time.monotonic() - self._started
        if self.budget.by_time and steps and not self.state.begun:
            self.state.begun = self.state.seconds

    def save_best(self) -> None:
        """Write the best finished episode, an earlier start's where that is better."""
        save_best(self.folder, self.best if self.best.reward >= self._kept.reward else self._kept)
        self._best_saved = max(self.best.reward, self._kept.reward)

    def evaluation_due(self, steps: int) -> bool:
        """Tell, once for each, whether the next evaluation is reached."""
        late = self._position(steps) - self._next_evaluation
        if late < 0:
            return False
        self._next_evaluation += self._interval * (late // self._interval + 1)
        return True

    def evaluate(self, act: Act, steps: int, save_policy: Callable[[], None]) -> Episode:
        """Play a policy without noise, write its figures, and call `save_policy` if it is the best so far."""
        episode = play_best(self.task, act, self.strategies)
        if episode.complete:
            self.best.offer(np.array([episode.final]), episode.points[None, :])
        self.tick(steps)
        if episode.complete and episode.final > self.state.best_policy:
            self.state.best_policy = episode.final
            self.state.best_policy_points = tuple(episode.points.tolist())
            save_policy()
        row = (steps, round(self.state.seconds, 3), self.best.reward, episode.final)
        append_text(self._evaluations, csv_text([str(cell) for cell in row], ()))
        return episode

    def end(self, steps: int) -> None:
        """Take in the best episode that an earlier start wrote after its last checkpoint, where it is better."""
        if self._kept.reward > self.best.reward:
            self.best.reward, self.best.points = self._kept.reward, self._kept.points
        self.tick(steps)

    def outcome(self, final: Episode) -> Training:
        """Return the training's outcome, given the last policy's episode."""
        return Training(
            best_episode=self.best,
            best_policy=self.state.best_policy_points,
            final_policy=final,
            state=self.state,
            complete=self.complete,
        )


def _keep_evaluations(path: Path, steps: int) -> None:
    """Keep the rows up to the checkpoint's steps; those after it will be made again."""
    rows: list[list[str]] = []
    try:
        if is_file(path):
            rows = [row for row in list(csv.reader(read_text(path).splitlines()))[1:] if row and int(row[0]) <= steps]
    except (ValueError, csv.Error) as fault:
        raise FileError(f"evaluations are CSV, got {path}: {fault}; it is damaged: remove it") from fault
    write_text(path, csv_text(EVALUATION_COLUMNS, rows))
