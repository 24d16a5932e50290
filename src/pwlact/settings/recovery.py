"""Settings of a recovery: which tables, what is trained, and how."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Literal

from pwlact._types import Rare
from pwlact.errors import require
from pwlact.settings.evaluation import FLOAT, EvaluationConfig
from pwlact.settings.marks import File, Folder
from pwlact.settings.models import NetworkChoice

Trained = Literal["tables", "all"]
Share = Literal["function", "site"]
Target = Literal["exact", "labels"]


@dataclass(frozen=True, kw_only=True)
class Training:
    """How tables, and the weights around them, are trained."""

    train: Trained = "all"
    """What is trained: tables alone, or all: the network's weights too."""
    share: Share = "function"
    """One table for all sites of a function, as one unit in hardware; or one for each site."""
    target: Target = "exact"
    """What the loss compares with: the exact network's outputs, or the labels of the data."""
    steps: int = 300
    """Steps of training, a batch each."""
    rate: Rare[float] = 3e-4
    """Learning rate of weights; it falls to 0 by a cosine."""
    table_rate: Rare[float] = 3e-3
    """Learning rate of values and breakpoints."""
    seed: Rare[int] = 0
    """Seed of the order of batches."""

    def __post_init__(self) -> None:
        require(self.steps >= 1, "--steps is at least 1", self.steps, "try 300")
        require(0 <= self.seed < 2**31, "--seed is 0 to 2147483647", self.seed, "try 0")
        for name in ("rate", "table_rate"):
            rate = getattr(self, name)
            require(0.0 < rate < math.inf, f"--{name.replace('_', '-')} is positive", rate, "leave it out")


@dataclass(frozen=True, kw_only=True)
class RecoveryConfig(Training, NetworkChoice):
    """Which network, which tables, and how they are trained."""

    segments: tuple[int, ...] = (4, 6, 8)
    """Numbers of segments of the tables."""
    method: str = "sensitivity"
    """What places the tables before training: a method of `pwlact models evaluate`."""
    count: int | None = None
    """Samples to train on; by default all that are for calibration."""
    test_count: Rare[int | None] = None
    """Samples to test on; by default all that are for the test."""
    profile: Rare[File | None] = None
    """File of `pwlact models profile`, for density and sensitivity; by default it is made once."""
    out: Folder = "evaluations"
    """Folder of what is trained, of the tables before it, and of the network's profile."""

    def __post_init__(self) -> None:
        Training.__post_init__(self)
        require(bool(self.segments), "--segments are one number or more", "none", "try 4 6 8")
        for name in ("count", "test_count"):
            count = getattr(self, name)
            require(count is None or count >= 1, f"--{name.replace('_', '-')} is at least 1", count, "leave it out")
        self.evaluation()

    def evaluation(self) -> EvaluationConfig:
        """Return the settings of an evaluation with the tables before training.

        Raises
        ------
        ConfigError
            If the method is unknown, or a number of segments bad.
        """
        chosen = {field.name: getattr(self, field.name) for field in fields(NetworkChoice)}
        return EvaluationConfig(
            **chosen, segments_list=self.segments, methods=(self.method,), formats=(FLOAT,), profile=self.profile,
            out=self.out,
        )  # fmt: skip
