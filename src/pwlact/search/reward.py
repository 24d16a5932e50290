"""The paper's final reward of a fit, and the settings of all rewards of an agent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pwlact._types import Array
from pwlact.errors import require, require_finite

TRY = "add --reward model:cnn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardConfig:
    """Rewards of the agent: the curvature at each point, and at the end J = mean_weight E_mean + max_weight E_max."""

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
    """Reward at each point: this times the curvature there."""
    out_of_range: float = 0.0
    """Reward of a step out of the range, which ends the episode."""
    crowding: float = 0.0
    """Reward of a point whose last two steps span less than crowding_span, or of the first or second point with a step
    below crowding_first."""
    crowding_span: float = 0.21
    """Width in x below which two steps are crowded."""
    crowding_first: float = 0.11
    """Width in x below which the first or the second step is crowded."""
    balance: float = 0.0
    """Reward at the end if at least two points lie left of the middle of the range."""
    area_weight: float = 0.0
    """With --format: J becomes J * (area / area of equal-curvature points) ** area_weight; with 1, a per cent of area
    counts as a per cent of error. Areas are estimates of a model that was fitted to synthesised units; selection
    exponential, to which it was not fitted, counts as comparators."""
    area_target: Literal["ice40", "ice40-nodsp"] = "ice40"
    """Target of the area: an iCE40 with its multipliers, which then cost nothing, or without."""
    reward_power: float = 6.0
    """The agent's reward is (final reward / base) ** reward_power; the base is the final reward of equal-curvature or
    equidistant points, whichever is higher. 0 takes the final reward as it is. A power favours the best episodes; the
    ratio lets one setting serve every function."""
    model: str | None = None
    """Network whose loss is J, with the table at all its sites of the function: the mean divergence of its outputs from
    the exact network's on calibration data. `--reward model:NAME` is the same. Values are least squares, weighted by
    how much the network minds an error; where these points are equidistant is where the agent starts."""
    samples: int | None = None
    """model: number of calibration samples, as images or tokens, by default 256."""

    def __post_init__(self) -> None:
        require_finite("reward", self)
        require(self.mean_weight >= 0, "reward.mean-weight must be zero or more", self.mean_weight, "the paper has 0.2")
        require(self.max_weight >= 0, "reward.max-weight must be zero or more", self.max_weight, "the paper has 0.8")
        both = self.mean_weight + self.max_weight
        require(both > 0, "one of the reward's weights must be above 0", 0.0, "the paper has 0.2 and 0.8")
        require(self.area_weight >= 0, "reward.area-weight must be zero or more", self.area_weight, "try 0.3")
        require(self.epsilon > 0, "reward.epsilon must be above 0", self.epsilon, "the paper has 1e-4")
        require(self.samples is None or self.model is not None, "reward.samples goes with a network", self.samples, TRY)
        require(self.samples is None or self.samples >= 1, "reward.samples must be at least 1", self.samples, "try 256")
        require(self.reward_power >= 0, "reward.reward-power must be zero or more", self.reward_power, "try 6")


def final_reward(config: RewardConfig, objective: Array) -> Array:
    """Return the rewards (n,) of fits with objectives J (n,): 1 / (J + epsilon), or scale * exp(-rate * J).

    Source: the paper (ISOCC 2023), final reward, both forms.

    Parameters
    ----------
    config : RewardConfig
        Form, epsilon, scale and rate.
    objective : ndarray, shape (n,)
        J of each fit.
    """
    if config.form == "reciprocal":
        return np.asarray(1.0 / (objective + config.epsilon))
    return np.asarray(config.scale * np.exp(-config.rate * objective))
