"""What follows the progress of a Stable-Baselines3 training: the learning rate, and the fall of the noise."""

from __future__ import annotations

from collections.abc import Callable

from stable_baselines3.common.base_class import BaseAlgorithm

from pwlact.rl.agent_config import OnPolicyConfig
from pwlact.rl.log import TrainingLog
from pwlact.rl.sb3.policy import StepwisePolicy


class LearningRate:
    """A schedule's rate at the progress that Stable-Baselines3 counts in steps, or at one of time that it is told.

    Parameters
    ----------
    rate : callable
        The rate as a function of the remaining progress from 1 to 0.
    """

    def __init__(self, rate: Callable[[float], float]) -> None:
        self.rate = rate
        self.remaining: float | None = None

    def __call__(self, remaining: float) -> float:
        return self.rate(remaining if self.remaining is None else self.remaining)


def tell_time(model: BaseAlgorithm, log: TrainingLog) -> None:
    """Tell the learning rate the progress where the budget is one of time."""
    if log.budget.by_time and isinstance(model.learning_rate, LearningRate):
        model.learning_rate.remaining = 1.0 - log.progress(model.num_timesteps)


def lower_noise(model: BaseAlgorithm, learner: object, progress: float) -> None:
    """Set the fall of the noise of the next rollout, where the policy has one."""
    if isinstance(model.policy, StepwisePolicy) and isinstance(learner, OnPolicyConfig):
        model.policy.log_std_offset = learner.log_std_offset(progress)
