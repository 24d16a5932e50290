"""Points (x, y) with weights, in ascending order of x."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Flags
from pwlact.data.rows import check_rows, columns_of
from pwlact.errors import ConfigError, require

MIN_POINTS = 2
NAME = "data"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)  # no slots: cached properties
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
    name : str
        What they are called in titles and file names: the stem of their file, or "data".
    """

    x: Array
    y: Array
    weight: Array | None = None
    noisy: bool = False
    file: str | None = None
    name: str = NAME

    def __repr__(self) -> str:
        (low, high), kind = self.interval, "noisy points" if self.noisy else "exact samples"
        return f"Data: {self.x.size} {kind} of {self.name} on [{low:g}, {high:g}]"

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

    def distinct(self, low: float, high: float) -> int:
        """Return how many different x lie in [low, high]."""
        first, last = np.searchsorted(self.x, low, "left"), np.searchsorted(self.x, high, "right")
        x = self.x[first:last]
        return int(np.count_nonzero(x[1:] > x[:-1])) + bool(x.size)


def data_of(
    x: Any, y: Any, weight: Any = None, *, noisy: bool = False, file: str | None = None, name: str = NAME
) -> Data:
    """Return points in ascending order of x.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Positions and values, in any order.
    weight : array_like, shape (n,), optional
        Weight of each squared error, above 0.
    noisy : bool
        Measure errors at the data; repeated x are then kept. Exact samples that are given twice count once.
    file : str, optional
        Where they were read.
    name : str
        What they are called.

    Raises
    ------
    ConfigError
        If the shapes differ, a value is no number, not finite or beyond 1e150, a weight is not above 0, there are fewer
        than 2 distinct x, or exact samples have two values at one x.
    """
    columns = columns_of(x, y, weight)
    check_rows(*columns)
    if np.any(columns[0][1:] < columns[0][:-1]):
        order = _order(columns)
        columns = [column[order] for column in columns]
    x, y, *rest = columns
    require(
        x.size >= MIN_POINTS and x[0] < x[-1], "data have two different x or more", _found(x), "give points at other x"
    )
    if not noisy:
        x, y, *rest = _merged(x, y, *rest)
    return Data(x=x, y=y, weight=rest[0] if rest else None, noisy=noisy, file=file, name=name)


def _order(columns: list[Array]) -> NDArray[np.intp]:
    """Return the order of ascending x; rows of one x keep theirs."""
    return np.argsort(columns[0], kind="stable")


def _found(x: Array) -> str:
    return f"{x.size} point{'' if x.size == 1 else 's'}" + (f", all at x = {x[0]:g}" if x.size > 1 else "")


def _merged(*columns: Array) -> list[Array]:
    """Return exact samples (n,) with each x once."""
    x, y, *rest = columns
    again: Flags = np.concatenate(([False], x[1:] == x[:-1]))
    differs = np.flatnonzero(again[1:] & (y[1:] != y[:-1]))
    if differs.size:
        raise ConfigError(
            f"exact samples have one y at each x, got {y[differs[0]]:g} and {y[differs[0] + 1]:g} at "
            f"x = {x[differs[0]]:g}; average them, or add --noisy"
        )
    return [x, y, *rest] if not again.any() else [column[~again] for column in (x, y, *rest)]
