"""Values with the smallest maximum error, for given breakpoints."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pwlact.fit.curve import Curve
from pwlact.fit.lstsq import FREE, Fits, Pins
from pwlact.fit.samples import Samples

Array = NDArray[np.float64]


def minimax_batch(curve: Curve, samples: Samples, breakpoints: Array, pins: Pins = FREE) -> Fits:
    """Fit every row of `breakpoints` (n, m)."""
    raise NotImplementedError
