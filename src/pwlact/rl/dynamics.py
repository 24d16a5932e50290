"""Placing points, as pure functions on batches: initial, transition, observation, terminal; `rewards` has the reward.

The gymnasium environment and the vectorised one are thin shells over these, so their trajectories are the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Flags
from pwlact.rl.task import Task


class State(NamedTuple):
    """A batch of n placements, unfinished or finished."""

    points: Array  # (n, P) x of the placed points; the rest is 0
    u: Array  # (n, P) the same in the curvature's coordinate u
    placed: NDArray[np.int64]  # (n,) how many points
    out: Flags  # (n,) whether the last step left the range


def initial(task: Task, n: int) -> State:
    """Return n empty placements."""
    shape = (n, task.points)
    return State(np.zeros(shape), np.zeros(shape), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.bool_))


def transition(task: Task, state: State, action: Array) -> State:
    """Place the next point of each of n unfinished placements.

    Parameters
    ----------
    task : Task
        What is played.
    state : State
        The placements.
    action : ndarray, shape (n,)
        Actions a, clipped to [-1, 1]. With `env.action` "step", x grows by (a + 1) * range * step_scale + step_min;
        with "curvature", u grows by spread**a / (points + 1), at most by the share `reach` of what is left.
    """
    action = np.clip(action, -1.0, 1.0)
    rows = np.arange(action.size)
    low, high = task.evaluator.problem.interval
    if task.env.action == "step":
        step = (action + 1.0) * ((high - low) * task.env.step_scale) + task.env.step_min
        x = last(state.points, state.placed, low) + step
        out = x >= high
        x = np.minimum(x, high)
        u_next = task.coordinate.to_u(x)
    else:
        before = last(state.u, state.placed, 0.0)
        gap = task.env.spread**action / (task.points + 1)
        u_next = before + np.minimum(gap, task.env.reach * (1.0 - before))
        x = task.coordinate.to_x(u_next)
        out = np.zeros(action.size, dtype=np.bool_)
    points, u = state.points.copy(), state.u.copy()
    points[rows, state.placed] = x
    u[rows, state.placed] = u_next
    return State(points, u, state.placed + 1, out)


def last(placed: Array, count: NDArray[np.int64], start: float, back: int = 1) -> Array:
    """Return the coordinate of the point `back` points ago in each row, shape (n,); `start` where there is none.

    Parameters
    ----------
    placed : ndarray, shape (n, P)
        Coordinates of the points, in x or in u.
    count : ndarray, shape (n,)
        Number of points placed.
    start : float
        The coordinate of the range's left end.
    back : int
        1 for the last point, 2 for the one before, and so on.
    """
    index = count - back
    return np.where(index >= 0, placed[np.arange(count.size), np.maximum(index, 0)], start)


def terminal(task: Task, state: State) -> Flags:
    """Return which placements are over, shape (n,): all points placed, or out of range."""
    return np.asarray((state.placed == task.points) | state.out)


def observation_size(task: Task) -> int:
    """Return the length of an observation."""
    return 3 if task.env.observation == "plain" else task.points + 5


def observation(task: Task, state: State) -> NDArray[np.float32]:
    """Return what the agent sees, shape (n, observation_size).

    plain: points left / points; last point, the range scaled to [-1, 1]; space to the end / range.
    one-hot: points left as one-hot (none when done), then in u, with mean gap g = 1 / (points + 1): offset of the
    last point from its uniform coordinate / g, last gap / g - 1, the gap before that / g - 1, last point, and mean gap
    that remains / g - 1.
    """
    total, count = task.points, state.placed
    if task.env.observation == "plain":
        low, high = task.evaluator.problem.interval
        space = (high - last(state.points, count, low)) / (high - low)
        return np.stack((1.0 - count / total, 1.0 - 2.0 * space, space), axis=1).astype(np.float32)
    gaps = total + 1
    seen = np.zeros((count.size, total + 5), dtype=np.float32)
    open_rows = np.flatnonzero(count < total)
    seen[open_rows, count[open_rows]] = 1.0
    u, before, earlier = (last(state.u, count, 0.0, back) for back in (1, 2, 3))
    seen[:, total] = u * gaps - count
    seen[:, total + 1] = (u - before) * gaps - (count > 0)
    seen[:, total + 2] = (before - earlier) * gaps - (count > 1)
    seen[:, total + 3] = u
    seen[:, total + 4] = (1.0 - u) * gaps / (gaps - count) - 1.0
    return seen
