"""Schedules of the learning rate."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pwlact.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleConfig:
    """Schedule of a rate r over the progress t of a training, from 0 to 1.

    constant: r = peak. linear: r falls in a straight line from peak to end * peak. one-cycle: r rises in a straight
    line from start * peak to peak while t < warmup, then falls to end * peak; with s = (t - warmup) / (1 - warmup),
    decay linear is peak * (1 + (end - 1) * s), cosine is peak * (end + (1 - end) * (1 + cos(pi * s)) / 2), exponential
    is peak * end**s. Source of one-cycle: Smith & Topin, Super-Convergence (arXiv 1708.07120).

    Raises
    ------
    ConfigError
        If a setting is out of its domain.
    """

    kind: Literal["constant", "linear", "one-cycle"] = "linear"
    """Course of the rate: constant, a straight fall, or a rise and a fall."""
    decay: Literal["linear", "cosine", "exponential"] = "cosine"
    """Shape of one-cycle's fall."""
    warmup: float = 0.1
    """Share of the training in which one-cycle rises."""
    start: float = 0.04
    """First rate of one-cycle, as a share of the peak."""
    end: float = 0.0
    """Last rate of linear and one-cycle, as a share of the peak; above 0 for the exponential decay."""

    def __post_init__(self) -> None:
        if not 0 < self.warmup < 1:
            raise ConfigError(f"schedule.warmup must be in (0, 1), got {self.warmup}; try 0.1")
        if not (0 <= self.start <= 1 and 0 <= self.end <= 1):
            raise ConfigError(
                f"schedule.start and schedule.end must be in [0, 1], got {self.start} and {self.end}; try 0.04 and 0"
            )
        if self.kind == "one-cycle" and self.decay == "exponential" and self.end == 0:
            raise ConfigError("an exponential decay needs schedule.end above 0, got 0; try 0.001")


def schedule(config: ScheduleConfig, peak: float) -> Callable[[float], float]:
    """Return the rate, with peak `peak`, as a function of the remaining progress from 1 to 0 (Stable-Baselines3)."""

    def rate(remaining: float) -> float:
        return peak * _share(config, min(max(1.0 - remaining, 0.0), 1.0))

    return rate


def _share(config: ScheduleConfig, progress: float) -> float:
    """Return the rate at a progress from 0 to 1, as a share of the peak."""
    if config.kind == "constant":
        return 1.0
    if config.kind == "linear":
        return 1.0 + (config.end - 1.0) * progress
    if progress < config.warmup:
        return config.start + (1.0 - config.start) * progress / config.warmup
    fall = (progress - config.warmup) / (1.0 - config.warmup)
    if config.decay == "linear":
        return 1.0 + (config.end - 1.0) * fall
    if config.decay == "cosine":
        return config.end + (1.0 - config.end) * 0.5 * (1.0 + math.cos(math.pi * fall))
    return math.pow(config.end, fall)
