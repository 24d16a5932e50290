"""Types of arrays and marks of settings that many modules name, and the question whether something is a number."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]

T = TypeVar("T")
RARE = "rare"
Rare = Annotated[T, RARE]
"""The type of a setting that the short help of a command leaves out."""


def is_number(x: Any) -> bool:
    """Tell whether `x` is a single number rather than an array, of no dimension or more."""
    return isinstance(x, (int, float, np.integer, np.floating)) and not isinstance(x, np.ndarray)
