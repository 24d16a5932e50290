"""Several strategies in one agent: placing points has many local optima, and a policy settles in one of them.

Each episode follows one strategy, shown to the agent as a one-hot behind the observation; the policy keeps a mean and
a spread for each. Early in the training a share of the strategies, the weakest, is dropped repeatedly, until one is
left (with a half it is successive halving: Jamieson & Talwalkar 2016, arXiv 1502.07943).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.rl.agent_config import OnPolicyConfig
from pwlact.rl.rollout import Act, Episode, rollouts
from pwlact.rl.task import Task

LOG_STD_CUT = math.log(6.0)  # by which the log standard deviation of every second strategy is lower at first


def with_strategy(seen: NDArray[np.float32], followed: NDArray[np.int64], strategies: int) -> NDArray[np.float32]:
    """Return observations (n, d) followed by the one-hot of each row's strategy (n,): (n, d + strategies)."""
    one_hot = np.zeros((followed.size, strategies), dtype=np.float32)
    one_hot[np.arange(followed.size), followed] = 1.0
    return np.concatenate((seen, one_hot), axis=1)


def play(task: Task, act: Act, strategies: int) -> list[Episode]:
    """Play one episode of each strategy, side by side.

    Parameters
    ----------
    task : Task
        What is played.
    act : callable
        Policy without noise: observations (n, d + strategies) to actions (n, 1).
    strategies : int
        Strategies that the policy keeps apart; 0 for a policy without strategies, which plays one episode.
    """

    def told(seen: NDArray[np.float32]) -> Array:
        return act(with_strategy(seen, np.arange(strategies), strategies) if strategies else seen)

    return rollouts(task, told, max(strategies, 1))


def play_best(task: Task, act: Act, strategies: int) -> Episode:
    """Play every strategy and return the best episode; a finished episode ranks before an unfinished one."""
    return max(play(task, act, strategies), key=_value)


def _value(episode: Episode) -> float:
    return episode.final if episode.complete else -np.inf


def survivors(progress: float, learner: OnPolicyConfig) -> int:
    """Return how many of the strategies are left at a progress from 0 to 1.

    With a share d dropped each time that a share e of the training is done, from a share t on,
    strategies (1 - d)**((progress - t) // e) are left, rounded down, and at least one.

    Parameters
    ----------
    progress : float
        Share of the training that is done.
    learner : OnPolicyConfig
        Number of strategies, d = drop_share, e = drop_every and t = drop_from.
    """
    times = int(max(progress - learner.drop_from, 0.0) / learner.drop_every)
    return max(int(learner.strategies * (1.0 - learner.drop_share) ** times), 1)


def prune(alive: Sequence[int], task: Task, act: Act, strategies: int, keep: int) -> list[int]:
    """Return the `keep` best of the strategies `alive`, in ascending order."""
    if len(alive) <= keep:
        return list(alive)
    value = [_value(episode) for episode in play(task, act, strategies)]
    return sorted(sorted(alive, key=lambda strategy: -value[strategy])[:keep])
