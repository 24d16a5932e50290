"""What a fit earns: the paper's final reward, and the settings of all that an agent is rewarded for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pwlact._types import Array
from pwlact.errors import require, require_finite


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
    reward_power: float = 6.0
    """The agent is paid (final reward / base) ** reward_power, the base being what the better of equal-curvature and
    equidistant points earn; 0 pays the final reward as it is. A power rewards the best episodes most; the ratio makes
    one setting serve every function."""

    def __post_init__(self) -> None:
        require_finite("reward", self)
        require(
            self.mean_weight >= 0,
            "reward.mean-weight must be zero or more",
            self.mean_weight,
            "the paper has 0.2",
        )
        require(
            self.max_weight >= 0,
            "reward.max-weight must be zero or more",
            self.max_weight,
            "the paper has 0.8",
        )
        require(
            self.mean_weight + self.max_weight > 0,
            "one of the reward's weights must be above 0",
            0.0,
            "the paper has 0.2 and 0.8",
        )
        require(self.area_weight >= 0, "reward.area-weight must be zero or more", self.area_weight, "try 0.3")
        require(self.epsilon > 0, "reward.epsilon must be above 0", self.epsilon, "the paper has 1e-4")
        require(self.reward_power >= 0, "reward.reward_power must be zero or more", self.reward_power, "try 6")


def final_reward(config: RewardConfig, objective: Array) -> Array:
    """Return the reward of a fit with objective J (n,): 1 / (J + epsilon), or scale * exp(-rate * J).

    Source: the paper (ISOCC 2023), final reward, both forms.
    """
    if config.form == "reciprocal":
        return np.asarray(1.0 / (objective + config.epsilon))
    return np.asarray(config.scale * np.exp(-config.rate * objective))
