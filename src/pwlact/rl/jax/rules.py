"""What a rollout is told of a task: its kind, for which programs are compiled, and its numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.rl.task import Task


class Kind(NamedTuple):
    """How an action becomes a point, and what is observed, as in `EnvConfig`."""

    action: str
    observation: str

    @property
    def needs_table(self) -> bool:
        """Whether one of x and u follows from the other at each step."""
        return (self.action == "step") == (self.observation == "one-hot")


class Rules(NamedTuple):
    """A task's numbers, in float64, and the map between x and u as a table where the kind needs one."""

    points: Array  # ()
    low: Array  # ()
    high: Array  # ()
    spread: Array  # ()
    reach: Array  # ()
    scale: Array  # () half of the longest step in x, but for the shortest
    shortest: Array  # () shortest step in x
    table_x: Array  # (n,)
    table_u: Array  # (n,)


def kind_of(task: Task) -> Kind:
    """Return the kind of a task."""
    return Kind(task.env.action, task.env.observation)


def rules_of(task: Task) -> Rules:
    """Return the numbers of a task; tables are padded to a power of two, so that few programs are compiled."""
    low, high = task.evaluator.problem.interval
    env = task.env
    x, u = task.coordinate.x, task.coordinate.u
    if not kind_of(task).needs_table:
        x, u = x[:1], u[:1]
    return Rules(
        points=np.array(task.points, dtype=np.float64),
        low=np.array(low, dtype=np.float64),
        high=np.array(high, dtype=np.float64),
        spread=np.array(env.spread),
        reach=np.array(env.reach),
        scale=np.array((high - low) * env.step_scale),
        shortest=np.array(env.step_min),
        table_x=_padded(x),
        table_u=_padded(u),
    )


def _padded(table: Array) -> Array:
    size = 1 << (table.size - 1).bit_length()
    return np.pad(table, (0, size - table.size), mode="edge")
