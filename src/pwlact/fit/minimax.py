"""Values with the smallest maximum error, for given breakpoints, by compiled kernels."""

from __future__ import annotations

from pwlact._types import Array
from pwlact.fit.curve import Curve
from pwlact.fit.lstsq import FREE, Fits, Pins, lstsq_batch, pin_values
from pwlact.fit.minimax_kernels import minimax_many
from pwlact.fit.samples import Samples


def minimax_batch(curve: Curve, samples: Samples, breakpoints: Array, pins: Pins = FREE) -> Fits:
    """Fit every row of `breakpoints` (n, m): the values v that minimise max_x |p(x) - f(x)| over the whole range.

    The maximum is exact, from f' = slope, not on the grid; the mean error is on the grid. Where the maximum error does
    not determine a value, it is the feasible one nearest to the least-squares value.

    Parameters
    ----------
    curve, samples : Curve, Samples
        The function, tabulated and sampled.
    breakpoints : ndarray of float64, shape (n, m)
        Rows strictly ascending, first and last at the ends of the range. Not checked.
    pins : (float or None, float or None)
        Values that p must have at the first and last breakpoint; None leaves an end free.

    Returns
    -------
    Fits
        With max_error on the whole range and mean_error on the grid.
    """
    fits = lstsq_batch(samples, breakpoints, pins)
    settle(fits, curve, samples, breakpoints, pins)
    return fits


def settle(fits: Fits, curve: Curve, samples: Samples, breakpoints: Array, pins: Pins) -> None:
    """Replace the values of fits (n,), and their errors, by minimax ones, near the values that were there.

    Parameters
    ----------
    fits : Fits
        Fits of n rows, changed in place.
    curve, samples : Curve, Samples
        The function as a curve, and on its sampling grid.
    breakpoints : ndarray, shape (n, m)
        Breakpoints of each row, ascending, both ends included.
    pins : (float or None, float or None)
        Values at the ends; None leaves an end free.
    """
    left, right = pin_values(pins)
    minimax_many(
        curve.tables,
        curve.scale,
        breakpoints,
        left,
        right,
        samples.interval[0],
        samples.step,
        samples.y,
        samples.sums,
        samples.convex_runs,
        samples.signs,
        fits.values,
        fits.max_error,
        fits.mean_error,
    )
