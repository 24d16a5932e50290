"""The task that the settings of a training state."""

from __future__ import annotations

from pwlact.rl.task import Task, check_playable, make_task
from pwlact.settings.training import TrainConfig


def task_of(config: TrainConfig) -> Task:
    """Return the task of a training: its reward is that of a fit's errors, a network's loss or the user's own.

    Raises
    ------
    InputError
        If the settings are bad, there is no such network, or it has no site of the function.
    """
    problem = config.problem()
    if config.reward.model is None:
        return make_task(problem, config.env, config.reward, config.own_evaluator(problem))
    check_playable(problem)
    from pwlact.models.networks.registry import network  # loads more than other trainings need
    from pwlact.models.reward.evaluator import network_evaluator

    evaluator = network_evaluator(problem, network(config.reward.model), config.reward.samples)
    return make_task(problem, config.env, config.reward, evaluator)
