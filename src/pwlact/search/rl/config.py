"""Settings of the environment and its rewards: one record each."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Literal

from pwlact.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvConfig:
    """How an action becomes a point, and what the agent sees."""

    action: Literal["curvature", "step"] = "curvature"
    """curvature: the action scales the gap to the next point in the curvature's own coordinate; step: it is a step
    in x, scaled by the range."""
    spread: float = 4.0
    """curvature: a gap is the mean gap times spread**a, for an action a in [-1, 1]."""
    floor: float = 0.02
    """curvature: share of the largest sqrt|f''| added everywhere, so that straight stretches have some width."""
    reach: float = 0.9
    """curvature: a gap takes at most this share of what is left of the range."""
    step_scale: float = 0.25
    """step: a step is (a + 1) * range * step_scale + step_min."""
    step_min: float = 0.1
    """step: smallest step, in x."""
    observation: Literal["one-hot", "plain"] = "one-hot"
    """plain: points left, last point, space to the end; one-hot: points left as one-hot, and the last gaps."""
    truncate: bool = False
    """Count an episode that leaves the range as truncated rather than terminated."""

    def __post_init__(self) -> None:
        check_finite("env", self)
        _check(self.spread > 1, "env.spread must be above 1", self.spread, "try 4")
        _check(0 < self.floor <= 1, "env.floor must be in (0, 1]", self.floor, "try 0.02")
        _check(0 < self.reach < 1, "env.reach must be in (0, 1)", self.reach, "try 0.9")
        _check(
            0 < self.step_scale <= 1,
            "env.step-scale must be in (0, 1]",
            self.step_scale,
            "the paper has 0.25",
        )
        _check(0 < self.step_min < math.inf, "env.step-min must be above 0", self.step_min, "the paper has 0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardConfig:
    """What the agent is paid: curvature at each point, and at the end for J = mean_weight E_mean + max_weight E_max."""

    mean_weight: float = 0.2
    """Weight of the mean error in J."""
    max_weight: float = 0.8
    """Weight of the maximum error in J."""
    form: Literal["reciprocal", "exponential"] = "reciprocal"
    """Final reward: reciprocal 1 / (J + epsilon), or exponential scale * exp(-rate * J)."""
    epsilon: float = 1e-4
    """reciprocal: keeps the reward finite."""
    scale: float = 100.0
    """exponential: reward of a perfect fit."""
    rate: float = 5.0
    """exponential: decay per unit of J."""
    curvature_weight: float = 0.0
    """Paid at each point: this times the curvature there."""
    out_of_range: float = 0.0
    """Paid when a step leaves the range, which ends the episode."""
    crowding: float = 0.0
    """Paid at a point when the last two steps span less than crowding_span, or it is the first or second and its step
    is less than crowding_first."""
    crowding_span: float = 0.21
    """Width in x below which two steps are crowded."""
    crowding_first: float = 0.11
    """Width in x below which the first or the second step is crowded."""
    balance: float = 0.0
    """Paid at the end when at least two points lie left of the middle of the range."""
    area_weight: float = 0.0
    """With --format: what is paid for is J * (area / that of equal-curvature points) ** area_weight; 1 counts a per
    cent of area as a per cent of error. Areas are estimated by a model that was fitted to synthesised units."""
    area_target: Literal["ice40", "ice40-nodsp"] = "ice40"
    """What the area is of: an iCE40 with its multipliers, which are then free, or without."""
    sharpness: float = 6.0
    """The agent is paid (final reward / base) ** sharpness, the base being what the better of equal-curvature and
    equidistant points earn; 0 pays the final reward as it is. A power rewards the best episodes most; the ratio makes
    one setting serve every function."""

    def __post_init__(self) -> None:
        check_finite("reward", self)
        _check(
            self.mean_weight >= 0,
            "reward.mean-weight must be zero or more",
            self.mean_weight,
            "the paper has 0.2",
        )
        _check(
            self.max_weight >= 0,
            "reward.max-weight must be zero or more",
            self.max_weight,
            "the paper has 0.8",
        )
        _check(
            self.mean_weight + self.max_weight > 0,
            "one of the reward's weights must be above 0",
            0.0,
            "the paper has 0.2 and 0.8",
        )
        _check(self.area_weight >= 0, "reward.area-weight must be zero or more", self.area_weight, "try 0.3")
        _check(self.epsilon > 0, "reward.epsilon must be above 0", self.epsilon, "the paper has 1e-4")
        _check(self.sharpness >= 0, "reward.sharpness must be zero or more", self.sharpness, "try 6")


def check_finite(name: str, config: object) -> None:
    """Reject infinities and what is not a number."""
    for field in dataclasses.fields(config):  # type: ignore[arg-type]
        value = getattr(config, field.name)
        if isinstance(value, float):
            label = f"{name}.{field.name.replace('_', '-')}"
            _check(math.isfinite(value), f"{label} must be finite", value, "leave it out for the default")


def _check(holds: bool, rule: str, value: object, remedy: str) -> None:
    if not holds:
        raise ConfigError(f"{rule}, got {value}; {remedy}")
