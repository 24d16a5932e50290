"""Playing a policy without noise, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.functions import curvature
from pwlact.rl import dynamics, rewards
from pwlact.rl.task import Task

Act = Callable[[NDArray[np.float32]], Array]
"""A policy without noise: observations (n, d) to actions (n, 1)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Episode:
    """One episode of k steps.

    Parameters
    ----------
    points : ndarray, shape (k,)
        Points placed.
    actions : ndarray, shape (k,)
        Actions taken, clipped to [-1, 1].
    curvature : ndarray, shape (k,)
        Curvature of the function at the points.
    curvature_rewards : ndarray, shape (k,)
        Rewards for curvature.
    rewards : ndarray, shape (k,)
        Rewards in all.
    final : float
        Final reward; nan where not all points were placed or they are too close for a fit.
    complete : bool
        Whether there is a final reward.
    """

    points: Array
    actions: Array
    curvature: Array
    curvature_rewards: Array
    rewards: Array
    final: float
    complete: bool


def rollout(task: Task, act: Act) -> Episode:
    """Play one episode with a policy."""
    state = dynamics.initial(task, 1)
    steps: list[tuple[float, rewards.Reward]] = []
    while not dynamics.terminal(task, state)[0]:
        action = np.clip(np.asarray(act(dynamics.observation(task, state)), dtype=np.float64).reshape(1), -1.0, 1.0)
        state = dynamics.transition(task, state, action)
        steps.append((float(action[0]), rewards.reward(task, state)))
    last = steps[-1][1]
    points, final = last.points[0, : len(steps)], float(last.final[0])
    return Episode(
        points=points,
        actions=np.array([action for action, _ in steps]),
        curvature=curvature(task.evaluator.problem.activation, points),
        curvature_rewards=np.array([reward.curvature[0] for _, reward in steps]),
        rewards=np.array([reward.reward[0] for _, reward in steps]),
        final=final,
        complete=not np.isnan(final),
    )
