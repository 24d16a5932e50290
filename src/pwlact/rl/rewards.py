"""What arriving in a state is rewarded with, as pure functions on batches."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array, Flags
from pwlact.rl.dynamics import State, last
from pwlact.rl.task import Task, objectives
from pwlact.search.reward import final_reward


class Reward(NamedTuple):
    """Rewards of a batch of n transitions."""

    reward: Array  # (n,) what the agent learns from
    curvature: Array  # (n,) its part for curvature
    final: Array  # (n,) final reward; nan before the end, and where points are too close for a fit
    points: Array  # (n, P) the points that the final reward is of: rounded to codes where area counts


def reward(task: Task, state: State) -> Reward:
    """Return the rewards of arriving in `state`, n placements of at least one point.

    Source: the paper (ISOCC 2023): curvature at each point, penalties for leaving the range and for crowding, and at
    the end the final reward and a bonus for points left of the middle; `RewardConfig` has their weights.
    """
    finished = (state.placed == task.points) & ~state.out
    curvature = _curvature(task, state)
    final, points = _final(task, state, finished)
    rest = _penalty(task, state)
    if finished.any():
        rest = rest + np.nan_to_num(_sharpened(task, final)) + _balance(task, state, finished)
    return Reward(curvature + rest, curvature, final, points)


def _penalty(task: Task, state: State) -> Array:
    """Return the penalties for leaving the range and for crowding, shape (n,)."""
    penalty = np.where(state.out, task.reward.out_of_range, 0.0)
    if not task.reward.crowding:
        return penalty
    return penalty + np.where(~state.out & _crowded(task, state), task.reward.crowding, 0.0)


def _curvature(task: Task, state: State) -> Array:
    """Return the reward for the curvature at the sample nearest to the last point, shape (n,)."""
    if not task.reward.curvature_weight:
        return np.zeros(state.placed.size)
    low, step = task.evaluator.samples.interval[0], task.evaluator.samples.step
    nearest = np.rint((last(state.points, state.placed, low) - low) / step).astype(np.int64)
    return np.where(state.out, 0.0, task.reward.curvature_weight * task.curvature[nearest])


def _final(task: Task, state: State, finished: Flags) -> tuple[Array, Array]:
    """Return the final rewards (n,) and the points (n, P) that they are of."""
    final, points = np.full(state.placed.size, np.nan), state.points
    if not finished.any():
        return final, points
    objective, measured = objectives(task.evaluator, state.points[finished], task.area_penalty)
    final[finished] = np.where(np.isfinite(objective), final_reward(task.reward, objective), np.nan)
    if task.area_penalty is not None:
        points = points.copy()
        points[finished] = measured
    return final, points


def _sharpened(task: Task, final: Array) -> Array:
    """Return (final reward / base) ** reward_power, shape (n,); power 0 leaves the final reward as it is."""
    if task.reward.reward_power == 0.0:
        return final
    return np.asarray((final / task.base_reward) ** task.reward.reward_power)


def _balance(task: Task, state: State, finished: Flags) -> Array:
    """Return the bonus for two or more points left of the middle, shape (n,)."""
    left = (state.points < 0.5 * sum(task.evaluator.problem.interval)).sum(axis=1)
    return np.where(finished & (left >= 2), task.reward.balance, 0.0)


def _crowded(task: Task, state: State) -> Flags:
    """Return which last two steps span too little, or whose first or second step is too short (the paper's rule)."""
    low = task.evaluator.problem.interval[0]
    here, before, earlier = (last(state.points, state.placed, low, back) for back in (1, 2, 3))
    pair = (state.placed >= 2) & (here - earlier < task.reward.crowding_span)
    early = (state.placed <= 2) & (here - before < task.reward.crowding_first)
    return np.asarray(pair | early)
