"""Playing a policy without noise, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Flags
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


class _Step(NamedTuple):
    """A step of n episodes: their actions (n,), what it is rewarded with, and which episodes it ends (n,)."""

    actions: Array
    reward: rewards.Reward
    ended: Flags


def rollout(task: Task, act: Act) -> Episode:
    """Play one episode with a policy."""
    return rollouts(task, act, 1)[0]


def rollouts(task: Task, act: Act, n: int) -> list[Episode]:
    """Play n episodes side by side; row i of what the policy is given is episode i's, also after its end."""
    state = dynamics.initial(task, n)
    steps: list[_Step] = []
    while not all(lengths := _lengths(steps, n)):
        actions = np.asarray(act(dynamics.observation(task, state)), dtype=np.float64).reshape(n)
        actions = np.clip(actions, -1.0, 1.0)
        state = dynamics.transition(task, state, actions)
        steps.append(_Step(actions, rewards.reward(task, state), dynamics.terminal(task, state)))
    return [_episode(task, steps[:length], row) for row, length in enumerate(lengths)]


def _lengths(steps: list[_Step], n: int) -> list[int]:
    """Return the lengths of n episodes; 0 where one has not ended."""
    ended = np.array([step.ended for step in steps]).reshape(-1, n)
    return [int(column.argmax()) + 1 if column.any() else 0 for column in ended.T]


def _episode(task: Task, steps: list[_Step], row: int) -> Episode:
    """Return one of the episodes that were played side by side, given its steps."""
    last = steps[-1].reward
    points, final = last.points[row, : len(steps)], float(last.final[row])
    return Episode(
        points=points,
        actions=np.array([step.actions[row] for step in steps]),
        curvature=curvature(task.evaluator.problem.activation, points),
        curvature_rewards=np.array([step.reward.curvature[row] for step in steps]),
        rewards=np.array([step.reward.reward[row] for step in steps]),
        final=final,
        complete=not np.isnan(final),
    )
