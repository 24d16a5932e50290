"""Plans: actions fixed beforehand, from which the strategies of an agent begin."""

from __future__ import annotations

import math

import numpy as np

from pwlact._types import Array
from pwlact.rl import dynamics
from pwlact.rl.dynamics import Task
from pwlact.search.evaluators import UnitEvaluator

TRIES = 4096
UNIT_TRIES = 512  # a unit is evaluated over all its inputs, a hundred times slower


def first_plans(task: Task, strategies: int, start_spread: float, seed: int) -> Array:
    """Return the actions (P, strategies) from which the strategies begin.

    Strategy 0 begins with equal gaps. For each of the others, 4,096 random plans are played, 512 for a unit, in which
    each gap's logarithm is off by Normal(0, d), and the best is taken; d grows in equal steps up to `start_spread`.
    """
    generator = np.random.default_rng(seed)
    count = UNIT_TRIES if isinstance(task.evaluator, UnitEvaluator) else TRIES
    plans = np.zeros((task.points, strategies))
    for strategy in range(1, strategies):
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
    return np.nan_to_num(dynamics.reward(task, state).final, nan=-np.inf)
