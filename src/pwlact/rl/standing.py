"""What a training tells those who watch it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingStatus:
    """Where a training stands: steps done and in all, steps a second in this sitting, and the best reward so far."""

    steps: int
    total: int
    rate: float
    best_reward: float


Watcher = Callable[[TrainingStatus], bool]
"""Called at each rollout's end with the standing; returns False to stop the training."""
