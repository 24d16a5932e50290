"""What a training tells those who watch it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["compiling", "choosing starts", "training", "stopping"]
"""compiling: kernels and the engine are loaded; choosing starts: the strategies' first actions are searched; training:
the agent learns; stopping: the last policy is played and saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingStatus:
    """Where a training stands.

    Parameters
    ----------
    phase : str
        What it does: "compiling", "choosing starts", "training" or "stopping".
    steps : int
        Steps done; in the phase "choosing starts", the parts of that work that are done.
    total : int
        Steps in all; in the phase "choosing starts", the parts of that work.
    seconds : float
        Wall time of the training, earlier starts included.
    rate : float
        Steps a second since this start or resumption; 0 before the first rollout.
    best_reward : float
        Best final reward so far; -inf before the first finished episode.
    """

    phase: Phase = "training"
    steps: int = 0
    total: int = 0
    seconds: float = 0.0
    rate: float = 0.0
    best_reward: float = float("-inf")


Watcher = Callable[[TrainingStatus], bool]
"""Called at each change of phase, at each chosen start and after each rollout; returns False to stop the training."""
