"""Values with the smallest objective, for given breakpoints, by compiled kernels."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.fit.best_kernels import best_many
from pwlact.fit.best_runs import Grid
from pwlact.fit.lstsq import FREE, Fits, Pins, lstsq_batch
from pwlact.fit.samples import Samples


def best_batch(samples: Samples, breakpoints: Array, mean_weight: float, max_weight: float, pins: Pins = FREE) -> Fits:
    """Fit every row of `breakpoints` (n, m): the values v that minimise J = w_mean E_mean + w_max E_max on the grid.

    p interpolates (b_j, v_j) linearly; E_mean and E_max are the mean and the maximum of |p(x_i) - y_i|. J is never
    above that of the least-squares values.

    Parameters
    ----------
    samples : Samples
        The sampled function: x_i, y_i.
    breakpoints : ndarray of float64, shape (n, m)
        Rows strictly ascending, first and last at the ends of the range. Not checked.
    mean_weight, max_weight : float
        w_mean, above 0, and w_max, zero or more. With w_mean = 0 see `minimax_batch`.
    pins : (float or None, float or None)
        Values that p must have at the first and last breakpoint; None leaves an end free.

    Returns
    -------
    Fits
        With maximum and mean error on the grid.
    """
    fits = lstsq_batch(samples, breakpoints, pins)
    grid = Grid(samples.interval[0], samples.step, samples.y, samples.sums, samples.convex_runs, samples.signs)
    pinned = np.array([pin is not None for pin in pins])
    n = breakpoints.shape[0]
    gaps, evaluations = np.empty(n), np.empty(n, dtype=np.int64)
    best_many(
        breakpoints, grid, pinned, mean_weight, max_weight, fits.values, fits.max_error, fits.mean_error, gaps,
        evaluations,
    )  # fmt: skip
    return fits
