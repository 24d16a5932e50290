"""Least squares with a weight for each sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact.fit.lstsq import FREE, Fits, Pins
from pwlact.fit.samples import Samples

Array = NDArray[np.float64]


def weighted_batch(samples: Samples, weights: Array, breakpoints: Array, pins: Pins = FREE) -> Fits:
    """Fit every row of `breakpoints` (n, m): the values v that minimise sum_i w_i (p(x_i) - y_i)^2."""
    raise NotImplementedError
