"""What is asked: a function, a range, a number of segments and what counts as good."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pwlact.errors import BreakpointError, ConfigError
from pwlact.fit import Samples
from pwlact.functions import Activation, Interval, check_interval

Array = NDArray[np.float64]

FitName = Literal["lstsq"]

MIN_WIDTH_STEPS = 2  # a segment narrower than this many sampling steps could hide between samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """J = mean_weight * E_mean + max_weight * E_max on the sampling grid, to be minimised.

    Source of the default weights: the paper (ISOCC 2023), final reward.
    """

    mean_weight: float = 0.2
    max_weight: float = 0.8

    def __post_init__(self) -> None:
        weights = (self.mean_weight, self.max_weight)
        if not all(np.isfinite(w) and w >= 0 for w in weights) or sum(weights) == 0:
            raise ConfigError(
                f"objective weights must be zero or more and not both zero, got {weights}; try 0.2 and 0.8"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A search problem.

    Parameters
    ----------
    activation : Activation
        The function.
    interval : (float, float)
        The fitted range.
    segments : int
        Linear pieces inside the range; one less interior points.
    fit : str
        How the values follow from the breakpoints: "lstsq", the paper's least squares.
    objective : Objective
        What is minimised.

    Raises
    ------
    IntervalError, BreakpointError
        If the range is bad, or the segments are fewer than one or too many for it.
    """

    activation: Activation
    interval: Interval
    segments: int
    fit: FitName = "lstsq"
    objective: Objective = field(default_factory=Objective)

    def __post_init__(self) -> None:
        object.__setattr__(self, "interval", check_interval(self.interval))
        if self.segments < 1:
            raise BreakpointError(f"a PWL has at least one segment, got {self.segments}; try --segments 9")

    @property
    def points(self) -> int:
        """Number of interior points."""
        return self.segments - 1


def check_room(problem: Problem, samples: Samples) -> None:
    """Raise BreakpointError where the sampled range cannot hold that many segments."""
    most = (samples.x.size - 1) // (2 * MIN_WIDTH_STEPS)
    if problem.segments > most:
        low, high = problem.interval
        raise BreakpointError(
            f"the range {low:g} {high:g} holds at most {most} segments on its sampling grid, got {problem.segments}; "
            "ask for fewer"
        )
