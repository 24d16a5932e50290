"""Types of arrays and marks of settings that many modules name, and what counts as a number."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pwlact.errors import ConfigError

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


def real_array(x: Any, name: str = "x") -> Array:
    """Return real numbers of any shape as an array of the same shape; None and texts are no numbers.

    `name` is that of `x` in messages.

    Raises
    ------
    ConfigError
        If `x` holds anything else.
    """
    try:
        given = np.asarray(x)
        if given.dtype.kind in "biuf":
            return np.asarray(given, dtype=np.float64)
        if given.dtype.kind == "O":
            return np.asarray(np.vectorize(float, otypes=[np.float64])(given))
    except (TypeError, ValueError, OverflowError):
        pass
    raise ConfigError(f"{name} is a real number or an array of them, got {_shown(x)}; try 0.5")


def _shown(x: Any) -> str:
    """Return what was given in a few words: an array by its type and shape."""
    return f"an array of {x.dtype} of shape {x.shape}" if isinstance(x, np.ndarray) and x.ndim else f"{x!r:.60}"
