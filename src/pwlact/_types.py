"""Types of arrays that many modules name, and the question whether something is a single number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


def is_number(x: Any) -> bool:
    """Tell whether `x` is a single number rather than an array, of no dimension or more."""
    return isinstance(x, (int, float, np.integer, np.floating)) and not isinstance(x, np.ndarray)
