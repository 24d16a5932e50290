"""Checks of columns of numbers, each in one line with the first row that breaks the rule."""

from __future__ import annotations

from typing import Any

import numpy as np

from pwlact._types import Array, Flags, real_array
from pwlact.errors import ConfigError, require

NAMES = ("x", "y", "weight")
LARGEST = 1e150  # sums of squares of larger values overflow


def columns_of(x: Any, y: Any, weight: Any = None) -> list[Array]:
    """Return x, y and the weights, if there are any, as contiguous arrays of one length.

    Raises
    ------
    ConfigError
        If one holds anything but real numbers, or they are no rows of one length.
    """
    given = (x, y) if weight is None else (x, y, weight)
    columns = [_numbers(name, column) for name, column in zip(NAMES, given, strict=False)]
    shapes = [column.shape for column in columns]
    flat = columns[0].ndim == 1 and len(set(shapes)) == 1
    require(
        flat, "data are rows of numbers of one length", f"shapes {', '.join(map(str, shapes))}", "give x and y of (n,)"
    )
    return columns


def check_rows(x: Array, y: Array, weight: Array | None = None) -> None:
    """Check that all rows, of shape (n,) a column, are finite and within 1e150, and the weights above 0.

    Raises
    ------
    ConfigError
        If some are not.
    """
    parts = (x, y) if weight is None else (x, y, weight)
    remedy = "leave those rows out"
    _check("data have a number in each row", [np.isnan(part) for part in parts], parts, remedy)
    _check("data are finite", [np.isinf(part) for part in parts], parts, remedy)
    _check(f"data are at most {LARGEST:g} in size", [np.abs(part) > LARGEST for part in parts], parts, "scale them")
    if weight is not None:
        _check("weights are above 0", [weight <= 0.0], [weight], remedy, ("weight",))


def _check(rule: str, broken: list[Flags], parts: Any, remedy: str, names: tuple[str, ...] = NAMES) -> None:
    """Raise ConfigError with the number of rows that break a rule, and the first of them."""
    rows = np.logical_or.reduce(broken)
    if not rows.any():
        return
    first = int(np.argmax(rows))
    column = next(k for k, flags in enumerate(broken) if flags[first])
    count = int(np.count_nonzero(rows))
    raise ConfigError(
        f"{rule}, got {count} of {rows.size} rows where they are not, the first with {names[column]} = "
        f"{parts[column][first]:g} in row {first + 1}; {remedy}"
    )


def _numbers(name: str, column: Any) -> Array:
    """Return a column as contiguous float64 of its own; what is masked is not a number."""
    if isinstance(column, np.ma.MaskedArray):
        column = np.ma.filled(column.astype(np.float64), np.nan)
    try:
        return np.array(real_array(column), order="C")
    except ConfigError:
        found = f"{column.dtype} ones" if isinstance(column, np.ndarray) else f"{column!r:.60}"
        raise ConfigError(f"{name} of data holds real numbers, got {found}; convert it") from None
