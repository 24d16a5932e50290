"""Rollouts with their rewards: episodes are played by a compiled call and rewarded between two such calls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Flags
from pwlact.rl import rewards
from pwlact.rl.dynamics import State
from pwlact.rl.jax.play import Rollout
from pwlact.rl.task import Task


class Collected(NamedTuple):
    """The rewards of a rollout of N episodes of up to P steps."""

    rewards: Array  # (P, N); 0 of steps that were not taken
    taken: Flags  # (P, N)
    final: Array  # (N,) final rewards; nan where an episode was not finished
    points: Array  # (N, P) the points that they are of

    def returns(self) -> Array:
        """Return the sums of rewards, shape (N,)."""
        return np.asarray(self.rewards.sum(axis=0))

    def lengths(self) -> NDArray[np.int64]:
        """Return the numbers of steps, shape (N,)."""
        return np.asarray(self.taken.sum(axis=0))

    def finished(self) -> tuple[Array, Array]:
        """Return final rewards (n,) and points (n, P) of the episodes that were finished."""
        full = ~np.isnan(self.final)
        return self.final[full], self.points[full]


def collect(task: Task, rollout: Rollout) -> Collected:
    """Return the rewards of a rollout, by the same functions as any environment's."""
    steps = task.points
    x, u, out, taken = (np.asarray(part)[:steps] for part in (rollout.x, rollout.u, rollout.out, rollout.taken))
    if task.env.action == "step":
        u = task.coordinate.to_u(x)
    else:
        x = task.coordinate.to_x(u)
    n = taken.shape[1]
    reward = rewards.reward(task, _states(x, u, out))
    return Collected(
        rewards=np.where(taken, reward.reward.reshape(steps, n), 0.0),
        taken=taken,
        final=reward.final[-n:],
        points=reward.points[-n:],
    )


def _states(x: Array, u: Array, out: Flags) -> State:
    """Return the placements after each step of each episode, (P * N) of them, given all points (P, N)."""
    steps, n = x.shape
    placed = np.repeat(np.arange(1, steps + 1), n)
    there = np.arange(steps) < placed[:, None]
    return State(
        np.where(there, np.tile(x.T, (steps, 1)), 0.0),
        np.where(there, np.tile(u.T, (steps, 1)), 0.0),
        placed,
        out.ravel(),
    )


def minibatches(taken: Flags, count: int, epochs: int, size: int, generator: np.random.Generator) -> NDArray[np.int32]:
    """Return the transitions of each minibatch of an update, shape (epochs * count, size), filled up by -1.

    Parameters
    ----------
    taken : ndarray, shape (P, N)
        Which transitions there are; in what follows, transition (k, n) is k * N + n.
    count : int
        Minibatches of an epoch.
    epochs : int
        How often each transition is used.
    size : int
        Length of a row.
    generator : numpy.random.Generator
        Source of the order.
    """
    rows = np.flatnonzero(taken).astype(np.int32)
    order = generator.permuted(np.tile(rows, (epochs, 1)), axis=1)
    each = max(-(-rows.size // count), 2)
    starts = range(0, rows.size, each)
    filled = np.full((epochs, count, size), -1, dtype=np.int32)
    for k in range(count):
        start = starts[k % len(starts)]  # again from the first where there are too few for all
        part = order[:, start : start + each]
        filled[:, k, : part.shape[1]] = part
    return filled.reshape(-1, size)
