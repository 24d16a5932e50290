"""A function over all its inputs: inside a range that is to be chosen a PWL, outside it the tails."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.fit import Density, Samples, sample
from pwlact.fit.samples import STEP
from pwlact.functions import Activation, ArrayFunction, Interval, Line

MAX_COUNT = 200_001  # samples over all inputs; the steps of a wider range are longer


@dataclass(frozen=True, kw_only=True, eq=False)
class WholeTask:
    """The samples of a function over all its inputs, with their weights.

    Parameters
    ----------
    activation : Activation
        The function; its tails serve outside the range.
    samples : Samples
        The function on a grid over all inputs.
    weights : ndarray, shape (n,)
        Weight of each sample by the density, 1 in all.
    density : Density
        The density.
    """

    activation: Activation
    samples: Samples
    weights: Array
    density: Density

    @property
    def tails(self) -> tuple[Line | None, Line | None]:
        """The lines outside the range; None where the outer piece goes on, and the range ends with the inputs."""
        return self.activation.left_tail, self.activation.right_tail

    @cached_property
    def left_costs(self) -> Array:
        """Weighted squared error of the left tail on the first i samples, shape (n + 1,)."""
        return np.concatenate(([0.0], np.cumsum(self._tail_errors(self.tails[0]))))

    @cached_property
    def right_costs(self) -> Array:
        """Weighted squared error of the right tail from sample i on, shape (n + 1,)."""
        return np.concatenate((np.cumsum(self._tail_errors(self.tails[1])[::-1])[::-1], [0.0]))

    def _tail_errors(self, tail: Line | None) -> Array:
        if tail is None:
            return np.zeros(self.weights.size)
        return np.asarray(self.weights * (tail(self.samples.x) - self.samples.y) ** 2)

    def error(self, table: ArrayFunction) -> float:
        """Return the weighted mean square error of a table with its tails over all inputs."""
        return float(self.weights @ (table(self.samples.x) - self.samples.y) ** 2)

    def share_outside(self, interval: Interval) -> float:
        """Return the share of the weight outside a range, 0 to 1."""
        outside = self.density.outside(interval)
        return float(1.0 - self.weights[self.within(interval)[0]].sum()) if outside is None else outside

    def within(self, interval: Interval) -> tuple[slice, Samples]:
        """Return which samples lie in a range, and these."""
        x = self.samples.x
        start, stop = np.searchsorted(x, interval[0], side="left"), np.searchsorted(x, interval[1], side="right")
        part = slice(int(start), int(stop))
        ends = float(x[part.start]), float(x[part.stop - 1])
        return part, dataclasses.replace(self.samples, interval=ends, x=x[part], y=self.samples.y[part])


def whole_task(activation: Activation, density: Density) -> WholeTask:
    """Sample a function over all inputs of a density, and over 0, by steps of 0.001 or 200,001 samples.

    Raises
    ------
    ConfigError
        If the density does not say where its inputs are.
    IntervalError, FunctionError
        If the inputs lie where the function is not defined, or too large to be sampled.
    """
    if density.support is None:
        raise ConfigError(f"a range is chosen by a density of known range, got {density.text!r}; give a profile")
    low, high = min(density.support[0], 0.0), max(density.support[1], 0.0)
    low, high = max(low, activation.domain[0]), min(high, activation.domain[1])
    count = None if (high - low) / STEP < MAX_COUNT - 1 else MAX_COUNT
    samples = sample(activation, (low, high), count)
    return WholeTask(activation=activation, samples=samples, weights=density.on(samples.x), density=density)
