"""What a pretraining tells its watcher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PretrainStatus:
    """How far a pretraining is.

    Parameters
    ----------
    phase : str
        "drawing functions", "imitating descents", or "following the gradient".
    steps : int
        Updates done.
    progress : float
        Share of the training that is done, from 0 to 1.
    rate : float
        Updates a second.
    gap, best_gap : float
        Median gap in J of walks to descents, on functions that are not trained on, at the last evaluation and at the
        best one; nan before the first.
    """

    phase: str
    steps: int
    progress: float
    rate: float
    gap: float
    best_gap: float


PretrainWatcher = Callable[[PretrainStatus], bool]
"""Receives the status; returns False to stop."""
