"""Settings of a pretraining."""

from __future__ import annotations

from dataclasses import dataclass

from pwlact._types import Rare
from pwlact.errors import require, require_finite
from pwlact.search.general.network import MAX_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class PretrainConfig:
    """Settings of a pretraining."""

    steps: int = 160_000
    """Number of updates."""
    seconds: float | None = None
    """Train for this long instead."""
    seed: int = 0
    """Seed of functions, network and noise."""
    width: Rare[int] = 128
    """Width of the network's two hidden layers."""
    functions: Rare[int] = 600
    """Random functions at a time; two are replaced every 16 updates."""
    held_out: Rare[int] = 24
    """Random functions that it is measured on, and not trained on."""
    lessons: Rare[int] = 4
    """Numbers of points of each function for which a descent teaches."""
    taught: Rare[float] = 0.42
    """Share of the training that imitates descents; the rest follows the gradient of the objective."""
    batch: Rare[int] = 4096
    """Actions of an update that imitates."""
    walks: Rare[int] = 32
    """Walks of an update that follows the gradient."""
    rate: Rare[float] = 2e-3
    """First learning rate; it falls to a twentieth, then, for the gradient, from a fifth to a thousandth."""
    noise: Rare[float] = 0.02
    """Standard deviation of the actions' noise."""

    def __post_init__(self) -> None:
        require_finite("pretrain", self)
        for name in ("steps", "width", "held_out", "lessons", "batch", "walks"):
            require(getattr(self, name) >= 1, f"{name} must be at least 1", getattr(self, name), "leave it out")
        require(self.seconds is None or self.seconds > 0.0, "seconds must be above 0", self.seconds, "try 3600")
        require(
            self.functions >= 8 and self.functions % 2 == 0, "functions must be even and at least 8", self.functions,
            "try 600",
        )  # fmt: skip
        require(self.width <= MAX_WIDTH, f"width must be at most {MAX_WIDTH}", self.width, "leave it out")
        require(0 <= self.seed < 2**31, "a seed is from 0 to 2147483647", self.seed, "try --seed 0")
        require(self.rate > 0.0, "rate must be above 0", self.rate, "try 0.002")
        require(self.noise >= 0.0, "noise must be zero or more", self.noise, "try 0.02")
        require(0.0 <= self.taught <= 1.0, "taught must be from 0 to 1", self.taught, "try 0.42")
