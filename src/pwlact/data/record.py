"""Points (x, y) with weights, in ascending order of x."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from pwlact._types import Array, real_array
from pwlact.errors import ConfigError, require

MIN_POINTS = 2


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: cached properties
class Data:
    """Points of a function that has no formula. Make one with `data_of` or `read_data`.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Positions, ascending; noisy data may repeat one.
    y : ndarray, shape (n,)
        Values there.
    weight : ndarray, shape (n,), or None
        Weight of each squared error, above 0; None is 1.
    noisy : bool
        Whether errors are measured at the data themselves. Otherwise they are exact samples of a smooth function.
    file : str or None
        Where they were read, if from a file.
    """

    x: Array
    y: Array
    weight: Array | None = None
    noisy: bool = False
    file: str | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of x, y and the weights, in hexadecimal."""
        found = hashlib.sha256()
        for array in (self.x, self.y, self.weight):
            found.update(b"" if array is None else np.ascontiguousarray(array).data)
        return found.hexdigest()

    @property
    def interval(self) -> tuple[float, float]:
        """The first and the last x."""
        return float(self.x[0]), float(self.x[-1])


def data_of(x: Any, y: Any, weight: Any = None, *, noisy: bool = False, file: str | None = None) -> Data:
    """Return points in ascending order of x.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Positions and values, in any order.
    weight : array_like, shape (n,), optional
        Weight of each squared error, above 0.
    noisy : bool
        Measure errors at the data; repeated x are then allowed.
    file : str, optional
        Where they were read.

    Raises
    ------
    ConfigError
        If the shapes differ, a value is not finite, a weight is not above 0, or there are fewer than 2 distinct x.
    """
    given = [real_array(part) for part in (x, y, *(() if weight is None else (weight,)))]
    shapes = [part.shape for part in given]
    rows = given[0].ndim == 1 and len(set(shapes)) == 1
    require(rows, "data are rows of numbers of one length", ", ".join(map(str, shapes)), "give x and y of shape (n,)")
    for name, part in zip(("x", "y", "weight"), given, strict=False):
        bad = np.flatnonzero(~np.isfinite(part))
        require(not bad.size, f"data are finite, in every {name}", f"{bad.size} that are not", "leave those rows out")
    if weight is not None:
        require(bool(np.all(given[2] > 0)), "weights are above 0", f"{given[2].min():g}", "leave those rows out")
    order = np.argsort(given[0], kind="stable")
    x, y, *rest = (np.ascontiguousarray(part[order]) for part in given)
    require(x.size >= MIN_POINTS and x[0] < x[-1], "data have two different x or more", x.size, "give more points")
    if not noisy and np.any(np.diff(x) == 0):
        raise ConfigError("exact samples have one y at each x, got a repeated x; average them, or add --noisy")
    return Data(x=x, y=y, weight=rest[0] if rest else None, noisy=noisy, file=file)
