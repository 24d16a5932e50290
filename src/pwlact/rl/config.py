"""Settings of the environment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from pwlact.errors import require, require_finite


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvConfig:
    """How an action becomes a point, and what the agent observes.

    Raises
    ------
    ConfigError
        If a setting is out of its domain.
    """

    action: Literal["curvature", "step"] = "curvature"
    """curvature: the action scales the gap to the next point in the curvature's own coordinate; step: it is a step
    in x, scaled by the range."""
    spread: float = 4.0
    """curvature: a gap is the mean gap times spread**a, for an action a in [-1, 1]."""
    floor: float = 0.02
    """curvature: share of the largest sqrt|f''| that is added everywhere, so that straight stretches get points too."""
    reach: float = 0.9
    """curvature: largest share of the rest of the range that a gap takes."""
    step_scale: float = 0.25
    """step: a step is (a + 1) * range * step_scale + step_min."""
    step_min: float = 0.1
    """step: smallest step, in x."""
    observation: Literal["one-hot", "plain"] = "one-hot"
    """plain: points left, last point, space to the end; one-hot: points left as one-hot, and the last gaps."""
    truncate: bool = False
    """An episode that leaves the range is truncated, not terminated."""

    def __post_init__(self) -> None:
        require_finite("env", self)
        require(self.spread > 1, "env.spread must be above 1", self.spread, "try 4")
        require(0 < self.floor <= 1, "env.floor must be in (0, 1]", self.floor, "try 0.02")
        require(0 < self.reach < 1, "env.reach must be in (0, 1)", self.reach, "try 0.9")
        require(
            0 < self.step_scale <= 1,
            "env.step-scale must be in (0, 1]",
            self.step_scale,
            "the paper has 0.25",
        )
        require(0 < self.step_min < math.inf, "env.step-min must be above 0", self.step_min, "the paper has 0.1")
