"""Least-squares values for given breakpoints, with the errors on the grid, by compiled kernels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.fit.kernels import lstsq_many
from pwlact.fit.samples import Samples


class Fit(NamedTuple):
    """Values at the breakpoints of one set, with rank and errors on the grid."""

    values: Array
    rank: int
    max_error: float
    mean_error: float


class Fits(NamedTuple):
    """Values (n, m), rank (n,), maximum and mean error (n,) of n breakpoint sets."""

    values: Array
    rank: NDArray[np.int64]
    max_error: Array
    mean_error: Array


Pins = tuple[float | None, float | None]
FREE: Pins = (None, None)


def pin_values(pins: Pins) -> tuple[float, float]:
    """Return pins for the kernels, nan where an end is free."""
    left, right = (np.nan if pin is None else pin for pin in pins)
    return left, right


def lstsq(samples: Samples, breakpoints: Array, pins: Pins = FREE) -> Fit:
    """Fit one breakpoint set: the values v that minimise sum_i (p(x_i) - y_i)^2.

    p interpolates (b_j, v_j) linearly. The rank is the number of values that the samples determine. It is below m only
    where breakpoints crowd between samples; an undetermined value is the function's own, interpolated between samples.
    On the samples the fit equals that of `reference.lstsq_betas` in every case.
    Source: the paper (ISOCC 2023), least-squares fit for given breakpoints; the solver is ours.

    Parameters
    ----------
    samples : Samples
        The sampled function.
    breakpoints : ndarray of float64, shape (m,)
        Strictly ascending, first and last at the ends of the range. Not checked: see `pwl.breakpoints_of`.
    pins : (float or None, float or None)
        Values that p must have at the first and last breakpoint; None leaves an end free.
    """
    fits = lstsq_batch(samples, breakpoints[None, :], pins)
    return Fit(fits.values[0], int(fits.rank[0]), float(fits.max_error[0]), float(fits.mean_error[0]))


def lstsq_batch(samples: Samples, breakpoints: Array, pins: Pins = FREE) -> Fits:
    """Fit every row of breakpoints as `lstsq` does.

    Parameters
    ----------
    samples : Samples
        The sampled function.
    breakpoints : ndarray of float64, shape (n, m)
        Rows strictly ascending, first and last at the ends of the range. Not checked.
    pins : (float or None, float or None)
        Values that p must have at the first and last breakpoint; None leaves an end free.
    """
    n = breakpoints.shape[0]
    fits = Fits(np.empty(breakpoints.shape), np.empty(n, dtype=np.int64), np.empty(n), np.empty(n))
    left, right = pin_values(pins)
    lstsq_many(
        breakpoints,
        samples.interval[0],
        samples.step,
        samples.y,
        samples.sums,
        samples.convex_runs,
        samples.signs,
        left,
        right,
        *fits,
    )
    return fits
