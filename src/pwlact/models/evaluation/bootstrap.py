"""Bootstrap intervals: how much a figure of a sample may be chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pwlact._types import Array, Codes
from pwlact.errors import require

CONFIDENCE = 0.95
BLOCK = 1 << 22  # indices drawn at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure, and the interval in which it lies with 95 % confidence.

    Parameters
    ----------
    value, low, high : float
        The figure, and the interval's ends.
    """

    value: float
    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether the figure is not distinguishable from zero."""
        return self.low <= 0.0 <= self.high


@dataclass(frozen=True)
class Resamples:
    """Resamples of n samples with replacement: the same ones for every network, so that differences are paired.

    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), section 13.3: the percentile interval.

    Parameters
    ----------
    samples : int
        n, one or more.
    count : int
        Number of resamples, 20 or more.
    seed : int
        Seed of the draws.
    """

    samples: int
    count: int
    seed: int

    def __post_init__(self) -> None:
        require(self.samples >= 1, "a bootstrap draws from one sample or more", self.samples, "give more data")
        require(self.count >= 20, "resamples are 20 or more", self.count, "try 2000")

    @cached_property
    def chosen(self) -> Codes:
        """Indices of each resample, shape (count, n)."""
        return np.random.default_rng(self.seed).integers(0, self.samples, (self.count, self.samples))

    def each(self, figure: Callable[[Codes], float]) -> Array:
        """Return a figure of each resample, shape (count,); it is given the indices of the resample."""
        return np.array([figure(rows) for rows in self.chosen])

    def means(self, values: Array) -> Array:
        """Return the mean of each resample, shape (count,), of values (n,)."""
        step = max(BLOCK // self.samples, 1)
        return np.concatenate([values[self.chosen[k : k + step]].mean(axis=1) for k in range(0, self.count, step)])


def estimate(value: float, resampled: Array) -> Estimate:
    """Return a figure with its percentile interval.

    Parameters
    ----------
    value : float
        The figure of the sample itself.
    resampled : ndarray, shape (count,)
        The figure of each resample.
    """
    low, high = np.quantile(resampled, [0.5 - 0.5 * CONFIDENCE, 0.5 + 0.5 * CONFIDENCE])
    return Estimate(value=float(value), low=float(low), high=float(high))
