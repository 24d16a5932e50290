"""Arrays in a figure: as base64, which plotly reads, a quarter of the size of JSON numbers."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPES = {"float64": "f8", "float32": "f4", "int32": "i4", "uint32": "u4", "uint16": "u2"}


def packed(array: NDArray[Any], dtype: str = "float32") -> dict[str, str]:
    """Return an array (n,) as plotly reads it: `dtype` and `bdata`, its bytes in base64.

    Parameters
    ----------
    array : ndarray, shape (n,)
        Numbers.
    dtype : str
        A key of `TYPES`; numbers are rounded to it.
    """
    little = np.asarray(array).astype(np.dtype(dtype).newbyteorder("<"))
    return {"dtype": TYPES[dtype], "bdata": base64.b64encode(little.tobytes()).decode()}


def thin(y: NDArray[Any], bins: int) -> NDArray[np.int64]:
    """Return ascending indices of y (n,) that keep its shape: of each bin the places of its smallest and largest value.

    So a line through them has every peak of a line through all. All indices come back where there are at most 2 * bins.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Values in order; those that are NaN are left out of a bin that has others.
    bins : int
        Number of bins of about equal size.
    """
    if y.size <= 2 * bins:
        return np.arange(y.size)
    starts = np.linspace(0, y.size, bins, endpoint=False).astype(np.int64)
    known = np.isfinite(y)
    low, high = np.where(known, y, np.inf), np.where(known, y, -np.inf)
    least, most = np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
    bin_of = np.repeat(np.arange(bins), np.diff(np.append(starts, y.size)))
    return np.union1d(_first(low == least[bin_of], bin_of), _first(high == most[bin_of], bin_of))


def _first(found: NDArray[np.bool_], bin_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first index at which `found` is true in each bin."""
    at = np.flatnonzero(found)
    return at[np.unique(bin_of[at], return_index=True)[1]]
