"""The sampling grid: a function at equal steps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.errors import ConfigError, FunctionError, IntervalError
from pwlact.fit.kernels import prefix_sums
from pwlact.functions import Activation, Interval, check_interval, features

STEP = 0.001  # the paper's
MIN_SAMPLES = 1001  # a range below 1 has this many, by a finer step
MAX_SAMPLES = 4_000_001
DATA_SAMPLES = (16_001, 64_001, 256_001, 1_024_001)  # of data, whose x may be in any unit: the first that resolve them
LAGS = (1, 4, 16, 64, 256)  # steps of the second difference: longer ones where rounding hides the bend
LARGEST = 1e150  # sums of squares of larger values overflow


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """A function sampled at equal steps, with the tables that the compiled kernels need.

    Parameters
    ----------
    interval : (float, float)
        Range; both ends are samples.
    step : float
        Distance between samples.
    x, y : ndarray, shape (n,)
        Sample points and the function there.
    sums : ndarray, shape (n + 1, 4)
        Prefix sums of y (high and low part) and of index * y (high and low part).
    convex_runs : ndarray of int64, shape (r + 1,)
        Sample indices that part the grid into runs on which y is convex or concave.
    signs : ndarray of int64, shape (r,)
        +1 where a run is convex, -1 where it is concave.
    """

    interval: Interval
    step: float
    x: Array
    y: Array
    sums: Array
    convex_runs: NDArray[np.int64]
    signs: NDArray[np.int64]


def sample(activation: Activation | Callable[[Array], Array], interval: Interval, count: int | None = None) -> Samples:
    """Sample a function on the paper's grid: step 0.001, both ends included; or at `count` samples.

    Where the range is no multiple of the step, or holds fewer than 1,001 samples, the step shrinks. Of data there are
    16,001 samples, or up to 1,024,001 where they change quickly.

    Parameters
    ----------
    activation : Activation or callable
        The function, on float64 arrays of any shape.
    interval : (float, float)
        The range.
    count : int, optional
        Number of samples, from 1,001 to 4,000,001, in place of those of step 0.001.

    Raises
    ------
    ConfigError
        If the number of samples is out of its range.
    IntervalError
        If the range is bad, needs more than 4,000,001 samples, or is too narrow for distinct samples.
    FunctionError
        If the function is not finite, or beyond 1e150, somewhere on the range, or changes too quickly for the samples.
    """
    low, high = check_interval(interval)
    if count is None:
        count = sample_count(activation, (low, high))
    elif not MIN_SAMPLES <= count <= MAX_SAMPLES:
        raise ConfigError(f"samples are from {MIN_SAMPLES:,} to {MAX_SAMPLES:,}, got {count:,}; try 100000")
    if count > MAX_SAMPLES:
        raise IntervalError(
            f"a range spans at most {(MAX_SAMPLES - 1) * STEP:g}, got {low:g} {high:g}; choose a narrower one"
        )
    x = np.linspace(low, high, count)
    if np.any(np.diff(x) <= 0.0):
        raise IntervalError(f"a range must hold {count} distinct samples, got {low!r} {high!r}; choose a wider one")
    y = np.ascontiguousarray(activation(x), dtype=np.float64)
    check_bounded(x, y)
    at = None if _is_noisy(activation) else features.unresolved(activation, x)
    if at is not None:
        raise FunctionError(
            f"the function must change little between samples {x[1] - x[0]:.3g} apart, got one that jumps or "
            f"oscillates between those at x = {at:g}; narrow the range"
        )
    convex_runs, signs = _convex_runs(y)
    return Samples(
        interval=(low, high),
        step=(high - low) / (count - 1),
        x=x,
        y=y,
        sums=prefix_sums(y),
        convex_runs=convex_runs,
        signs=signs,
    )


def sample_count(activation: Activation | Callable[[Array], Array], interval: Interval) -> int:
    """Return the number of samples of a function on a range, which may be more than can be sampled.

    Parameters
    ----------
    activation : Activation or callable
        The function, on float64 arrays of any shape.
    interval : (float, float)
        The range, ascending.
    """
    low, high = interval
    if not isinstance(activation, Activation) or activation.data is None:
        # The lesser of the two, since the width of a range of doubles may be infinite.
        intervals = min((high - low) / STEP, float(MAX_SAMPLES))
        return max(MIN_SAMPLES, math.ceil(intervals - 1e-6) + 1)
    if activation.noisy:
        return DATA_SAMPLES[0]
    resolved = (n for n in DATA_SAMPLES if features.unresolved(activation, np.linspace(low, high, n)) is None)
    return next(resolved, DATA_SAMPLES[-1])


def _is_noisy(activation: Activation | Callable[[Array], Array]) -> bool:
    return isinstance(activation, Activation) and activation.noisy


def check_bounded(x: Array, y: Array) -> None:
    """Check that the values y of a function at x, arrays of one shape, are finite and at most 1e150 in size.

    Raises
    ------
    FunctionError
        If one is not.
    """
    bad = np.flatnonzero(~(np.abs(y) <= LARGEST))
    if bad.size:
        raise FunctionError(
            f"the function must be finite and within {LARGEST:g} on the range, got {y[bad[0]]:g} at x = {x[bad[0]]:g}; "
            "narrow the range"
        )


def _convex_runs(y: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Part the samples where their second difference changes sign, rounding noise aside."""
    noise = 8 * np.finfo(np.float64).eps * np.max(np.abs(y))
    signs = np.zeros(y.size, dtype=np.int64)
    for lag in LAGS:
        bend = y[2 * lag :] - 2.0 * y[lag:-lag] + y[: -2 * lag]
        centre = signs[lag:-lag]
        clear = (centre == 0) & (np.abs(bend) > noise)
        centre[clear] = np.sign(bend[clear])
    bent = np.flatnonzero(signs)
    sign = signs[bent]
    turns = np.flatnonzero(np.diff(sign)) + 1
    # The next run begins with the centre of its first bend.
    starts = bent[turns]
    convex_runs = np.concatenate(([0], starts, [y.size])).astype(np.int64)
    first = sign[:1] if sign.size else np.ones(1, dtype=np.int64)
    return convex_runs, np.concatenate((first, sign[turns])).astype(np.int64)
