"""Records of a training: its best episode, its state and its outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from pwlact._types import Array
from pwlact.rl.rollout import Episode


@dataclass(slots=True)
class BestEpisode:
    """Best finished episode so far: its final reward, its points (P,), and how many episodes were finished."""

    reward: float = -np.inf
    points: Array = field(default_factory=lambda: np.empty(0))
    episodes: int = 0

    def offer(self, finals: Array, points: Array) -> None:
        """Take in n finished episodes: final rewards (n,) and points (n, P)."""
        self.episodes += finals.size
        if finals.size and finals.max() > self.reward:
            i = int(finals.argmax())
            self.reward = float(finals[i])
            self.points = points[i].copy()


@dataclass(slots=True)
class TrainingState:
    """State of a training that a checkpoint keeps beside the engine's model.

    Parameters
    ----------
    steps, episodes : int
        Steps taken and episodes finished.
    seconds : float
        Wall time, that of earlier starts included.
    best_policy : float
        Best final reward of a policy played without noise.
    best_policy_points : tuple of float
        The points that it placed.
    alive : tuple of int
        Strategies that are left.
    best_reward : float
        Reward of the best finished episode.
    best_points : tuple of float
        Its points.
    next_evaluation : int
        Step from which the policy is evaluated next, or the millionth part of a budget of time; 0 where an older
        version wrote the state.
    begun : float
        Wall time before the first rollout was done.
    evaluated : bool
        Whether all steps are done and the last policy is evaluated.
    """

    steps: int = 0
    episodes: int = 0
    seconds: float = 0.0
    best_policy: float = -math.inf
    best_policy_points: tuple[float, ...] = ()
    alive: tuple[int, ...] = ()
    best_reward: float = -math.inf
    best_points: tuple[float, ...] = ()
    next_evaluation: int = 0
    begun: float = 0.0
    evaluated: bool = False

    def best(self) -> BestEpisode:
        """Return the best finished episode as a record that more can be offered to."""
        return BestEpisode(self.best_reward, np.array(self.best_points, dtype=np.float64), self.episodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Outcome of a training.

    Parameters
    ----------
    best_episode : BestEpisode
        Best of all finished episodes, those played with exploration noise included.
    best_policy : tuple of float
        Points that the best policy placed without noise; empty where none finished an episode.
    final_policy : Episode
        The last policy, played without noise.
    state : TrainingState
        Steps, episodes and seconds, earlier starts included.
    complete : bool
        False where the watcher stopped it.
    """

    best_episode: BestEpisode
    best_policy: tuple[float, ...]
    final_policy: Episode
    state: TrainingState
    complete: bool
