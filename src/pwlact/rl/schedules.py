"""Schedules of the learning rate."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pwlact.errors import ConfigError

Decay = Literal["linear", "cosine", "exponential"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleConfig:
    """Schedule of a rate r over the progress t of a training, from 0 to 1.

    constant: r = peak. The others fall from peak to end * peak: linear is r = peak * (1 + (end - 1) * t), cosine is
    r = peak * (end + (1 - end) * (1 + cos(pi * t)) / 2), exponential is r = peak * end**t. one-cycle: r rises in a
    straight line from start * peak to peak while t < warmup, then falls as its decay says, with
    s = (t - warmup) / (1 - warmup) in place of t. Sources: cosine: Loshchilov & Hutter, SGDR (arXiv 1608.03983),
    equation 5; one-cycle: Smith & Topin, Super-Convergence (arXiv 1708.07120).

    Raises
    ------
    ConfigError
        If a setting is out of its domain.
    """

    kind: Literal["constant", "linear", "cosine", "exponential", "one-cycle"] = "linear"
    """Course of the rate: constant, a fall of that shape, or a rise and a fall."""
    decay: Decay = "cosine"
    """Shape of one-cycle's fall."""
    warmup: float = 0.1
    """Share of the training in which one-cycle rises."""
    start: float = 0.04
    """First rate of one-cycle, as a share of the peak."""
    end: float = 0.0
    """Last rate of all but constant, as a share of the peak; above 0 for an exponential fall."""

    def __post_init__(self) -> None:
        if not 0 < self.warmup < 1:
            raise ConfigError(f"schedule.warmup must be in (0, 1), got {self.warmup}; try 0.1")
        if not (0 <= self.start <= 1 and 0 <= self.end <= 1):
            raise ConfigError(
                f"schedule.start and schedule.end must be in [0, 1], got {self.start} and {self.end}; try 0.04 and 0"
            )
        shape = self.decay if self.kind == "one-cycle" else self.kind
        if shape == "exponential" and self.end == 0:
            raise ConfigError("an exponential fall needs schedule.end above 0, got 0; try 0.001")


def schedule(config: ScheduleConfig, peak: float) -> Callable[[float], float]:
    """Return the rate, with peak `peak`, as a function of the remaining progress from 1 to 0 (Stable-Baselines3)."""

    def rate(remaining: float) -> float:
        return peak * _share(config, min(max(1.0 - remaining, 0.0), 1.0))

    return rate


def _share(config: ScheduleConfig, progress: float) -> float:
    """Return the rate at a progress from 0 to 1, as a share of the peak."""
    if config.kind == "constant":
        return 1.0
    if config.kind != "one-cycle":
        return _fall(config.kind, config.end, progress)
    if progress < config.warmup:
        return config.start + (1.0 - config.start) * progress / config.warmup
    return _fall(config.decay, config.end, (progress - config.warmup) / (1.0 - config.warmup))


def _fall(shape: Decay, end: float, progress: float) -> float:
    """Return what falls from 1 to `end` over a progress from 0 to 1."""
    if shape == "linear":
        return 1.0 + (end - 1.0) * progress
    if shape == "cosine":
        return end + (1.0 - end) * 0.5 * (1.0 + math.cos(math.pi * progress))
    return math.pow(end, progress)
