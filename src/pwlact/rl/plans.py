"""Plans: actions fixed beforehand, with which the strategies of an agent start."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from pwlact._types import Array
from pwlact.rl import dynamics, rewards
from pwlact.rl.task import Task
from pwlact.search.evaluators import UnitEvaluator

TRIES = 4096
UNIT_TRIES = 512  # a unit is evaluated over all its inputs, a hundred times slower


def first_plans(
    task: Task, strategies: int, start_spread: float, seed: int, report: Callable[[int], None] = lambda _done: None
) -> Array:
    """Return the first actions of the strategies, shape (points, strategies).

    Strategy 0 starts with equal gaps. For each of the others, 4,096 random plans (512 for a unit) are played, whose
    gaps are exp(Normal(0, d)), normalised, and the best is taken; d grows in equal steps up to `start_spread`.

    Parameters
    ----------
    task : Task
        What is played.
    strategies : int
        Number of strategies.
    start_spread : float
        Standard deviation of a gap's logarithm for the last strategy.
    seed : int
        The same seed gives the same plans.
    report : callable, optional
        Called with the number of strategies whose plan is chosen, before each further one.
    """
    generator = np.random.default_rng(seed)
    count = UNIT_TRIES if isinstance(task.evaluator, UnitEvaluator) else TRIES
    plans = np.zeros((task.points, strategies))
    for strategy in range(1, strategies):
        report(strategy)
        spread = start_spread * strategy / (strategies - 1)
        gaps = np.exp(spread * generator.standard_normal((count, task.points + 1)))
        relative = gaps / gaps.mean(axis=1, keepdims=True)
        tries = np.clip(np.log(relative[:, :-1]) / math.log(task.env.spread), -1.0, 1.0)
        plans[:, strategy] = tries[int(_play(task, tries).argmax())]
    return plans


def _play(task: Task, actions: Array) -> Array:
    """Return the final rewards (n,) of plans (n, P); -inf where a plan leaves the range or crowds."""
    state = dynamics.initial(task, actions.shape[0])
    for step in range(task.points):
        state = dynamics.transition(task, state, actions[:, step])
    return np.nan_to_num(rewards.reward(task, state).final, nan=-np.inf)
