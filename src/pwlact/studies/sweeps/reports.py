"""What a training that may be pruned tells the study's storage, and what it is told."""

from __future__ import annotations

from typing import Any

from pwlact.rl.status import TrainingStatus
from pwlact.settings.training import TrainConfig
from pwlact.studies.sweeps.storage import load_trial, pruner_of

REPORTS = 50  # parts of a training; each but the last ends with a report


class Reporter:
    """Reports the best reward at each fiftieth of a training to an Optuna trial, and asks whether it goes on.

    Parameters
    ----------
    config : TrainConfig
        The training.
    reports : tuple
        As in `Call`.

    Raises
    ------
    ConfigError
        If the worker can't reach the storage.
    """

    def __init__(self, config: TrainConfig, reports: tuple[str, str, int, str, bool]) -> None:
        storage, name, number, self.pruner, self._larger = reports
        self._trial: Any = load_trial(storage, name, number, pruner_of(self.pruner, REPORTS))
        self._budget = config.budget(config.problem())
        self._told = 0
        self.pruned = False

    def goes_on(self, status: TrainingStatus) -> bool:
        """Report where a fiftieth is done; return whether the training goes on."""
        if status.phase != "training" or status.best_reward < 0 or self.pruned:
            return not self.pruned
        done = int(REPORTS * self._budget.used(status.steps, status.seconds) / self._budget.amount)
        if self._told < done < REPORTS:
            self._told = done
            self._trial.report(status.best_reward if self._larger else -status.best_reward, done)
            self.pruned = bool(self._trial.should_prune())
        return not self.pruned
