"""Playing a policy without noise, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.functions import curvature
from pwlact.rl import dynamics
from pwlact.rl.dynamics import Task

Act = Callable[[NDArray[np.float32]], Array]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Episode:
    """One episode: per step (k,) point, action, curvature there, what that paid, and reward; and the final reward.

    `complete` tells whether all points were placed; the final reward is nan otherwise.
    """

    points: Array
    actions: Array
    curvature: Array
    curvature_rewards: Array
    rewards: Array
    final: float
    complete: bool


def rollout(task: Task, act: Act) -> Episode:
    """Play one episode with `act`, a map from observations (1, d) to actions (1, 1)."""
    state = dynamics.initial(task, 1)
    rows = []
    final = float("nan")
    while not dynamics.terminal(task, state)[0]:
        action = np.clip(np.asarray(act(dynamics.observation(task, state)), dtype=np.float64).reshape(1), -1.0, 1.0)
        state = dynamics.transition(task, state, action)
        paid = dynamics.reward(task, state)
        final = float(paid.final[0])
        rows.append((action[0], paid.curvature[0], paid.reward[0]))
    actions, earned, rewards = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    points = paid.points[0, : len(rows)]
    return Episode(
        points=points,
        actions=actions,
        curvature=curvature(task.evaluator.problem.activation, points),
        curvature_rewards=earned,
        rewards=rewards,
        final=final,
        complete=not np.isnan(final),
    )
