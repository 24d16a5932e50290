"""Curvature of the graph of an activation, and its peaks, from which the paper places its breakpoints.

The paper is "Automated Generation of Piecewise Linear Approximations for Nonlinear Activation Functions via
Curvature-based Reinforcement Learning" (ISOCC 2023).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pwlact._types import Array
from pwlact.functions.activation import Activation, Interval, check_interval
from pwlact.functions.features import samples


def curvature(activation: Activation, x: ArrayLike) -> Array:
    """Return kappa(x) = |f''(x)| / (1 + f'(x)^2)^1.5.

    Parameters
    ----------
    activation : Activation
        The function f. A kink, where the curvature is infinite, adds nothing.
    x : array_like
        Points of any shape.

    Returns
    -------
    ndarray
        kappa >= 0, in the shape of x.

    Source: the ISOCC 2023 paper named at the top of this module.
    """
    x = np.asarray(x, dtype=np.float64)
    stretch = np.hypot(1.0, activation.df(x))
    with np.errstate(under="ignore"):
        # Three divisions, for the cube of a steep slope may overflow.
        return np.abs(activation.d2f(x)) / stretch / stretch / stretch


def curvature_maxima(activation: Activation, interval: Interval | None = None) -> tuple[Array, Array]:
    """Return the local maxima of the curvature strictly inside a range.

    Parameters
    ----------
    activation : Activation
        The function f.
    interval : (float, float), optional
        The range; by default the activation's own.

    Returns
    -------
    x, kappa : ndarray, shape (n,)
        Positions, ascending, to about 1e-8 of their scale, and the curvature at them. Peaks below 1e-9 of the
        highest are left out as rounding noise.

    Raises
    ------
    IntervalError
        If the range is bad.
    """
    from scipy.optimize import minimize_scalar  # slow to import

    x = samples(check_interval(activation.interval if interval is None else interval))
    kappa = curvature(activation, x)
    inner = kappa[1:-1]
    peaks = np.flatnonzero((inner >= kappa[:-2]) & (inner > kappa[2:]) & (inner > 1e-9 * np.max(kappa))) + 1
    tops = [
        minimize_scalar(
            lambda t: -float(curvature(activation, t)),
            bounds=(x[peak - 1], x[peak + 1]),
            method="bounded",
            options={"xatol": 1e-10},
        ).x
        for peak in peaks
    ]
    positions = np.array(tops, dtype=np.float64)
    return positions, curvature(activation, positions)
