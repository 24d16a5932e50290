"""Observers and readers of trainings; shared by the tests in `runs`."""

from __future__ import annotations

from pwlact.rl.status import TrainingStatus
from pwlact.search import Result


def unseen(seed: int, status: TrainingStatus) -> None:
    """Watch and do nothing."""


def points_of(result: Result) -> list[float]:
    """Return a result's interior points."""
    return result.candidate.pwl.points.tolist()
