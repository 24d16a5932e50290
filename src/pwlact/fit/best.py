"""Values with the smallest objective, for given breakpoints, by compiled kernels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.fit.best_kernels import best_many
from pwlact.fit.best_pieces import Grid
from pwlact.fit.lstsq import FREE, Pins, lstsq_batch
from pwlact.fit.samples import Samples


class BestFits(NamedTuple):
    """Values (n, m), rank, maximum and mean error, and gap (n,) of n breakpoint sets.

    The rank is that of the least-squares fit. The gap is a proven bound of J / min J - 1; nan where none was asked for.
    """

    values: Array
    rank: NDArray[np.int64]
    max_error: Array
    mean_error: Array
    gap: Array


def best_batch(
    samples: Samples,
    breakpoints: Array,
    mean_weight: float,
    max_weight: float,
    pins: Pins = FREE,
    *,
    exact: bool = False,
) -> BestFits:
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
    exact : bool
        Go on until J is proven to be within 1e-9 of its minimum. Else most rows are within 1e-7 of it, in a fraction
        of the time.

    Returns
    -------
    BestFits
        With maximum and mean error on the grid.
    """
    fits = lstsq_batch(samples, breakpoints, pins)
    grid = Grid(samples.interval[0], samples.step, samples.y, samples.sums, samples.convex_runs, samples.signs)
    fixed = np.zeros(breakpoints.shape[1], dtype=np.bool_)
    fixed[0], fixed[-1] = (pin is not None for pin in pins)
    near, gaps = np.empty(samples.y.size if exact else 0), np.empty(breakpoints.shape[0])
    best_many(
        breakpoints, grid, fixed, mean_weight, max_weight, near, fits.values, fits.max_error, fits.mean_error, gaps
    )
    return BestFits(*fits, gaps)
