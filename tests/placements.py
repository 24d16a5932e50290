"""Episodes of given actions; shared by the tests in `rl`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pwlact.rl import dynamics, rewards
from pwlact.rl.dynamics import State
from pwlact.rl.rewards import Reward
from pwlact.rl.task import Task


def play(task: Task, actions: Sequence[float]) -> list[tuple[State, Reward]]:
    """Play one episode's actions up to its end."""
    state = dynamics.initial(task, 1)
    steps = []
    for action in actions:
        state = dynamics.transition(task, state, np.array([action]))
        steps.append((state, rewards.reward(task, state)))
        if dynamics.terminal(task, state)[0]:
            break
    return steps


def action_for(step: float, task: Task) -> float:
    """Return the paper's action that makes a step in x."""
    low, high = task.evaluator.problem.interval
    return (step - task.env.step_min) * 4 / (high - low) - 1
