"""A family as text: CSV with a row for each segment, and the figures of all functions as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pwlact._types import Array
from pwlact.files import csv_text
from pwlact.many.family import Family

HEADER = (
    "function", "name", "segment", "begin", "end", "value_begin", "value_end", "slope", "intercept",
    "max_error", "mse", "lower_bound",
)  # fmt: skip


def family_to_csv(family: Family) -> str:
    """Return a row for each segment of each function, with the errors and the bound of the function."""
    b, v = family.breakpoints, family.values
    lines = np.stack((b[:, :-1], b[:, 1:], v[:, :-1], v[:, 1:], family.slopes, family.intercepts), axis=2).tolist()
    bounds = _finite(family.lower_bounds)
    rows = (
        (i, family.name(i), k, *lines[i][k], float(family.max_errors[i]), float(family.mses[i]), bounds[i])
        for i in range(len(family))
        for k in range(int(family.segments[i]))
    )
    return csv_text(HEADER, rows)


def family_to_json(family: Family, path: Path) -> dict[str, Any]:
    """Return the figures of a family: the errors and bound of each function, and where its table is."""
    return {
        "file": str(path),
        "functions": len(family),
        "objective": family.objective,
        "interval": list(family.interval),
        "total_segments": int(family.segments.sum()),
        "names": list(family.names),
        "segments": family.segments.tolist(),
        "max_errors": family.max_errors.tolist(),
        "mses": family.mses.tolist(),
        "lower_bounds": _finite(family.lower_bounds),
        "gaps": _finite(family.gaps),
        "digest": family.digest,
    }


def _finite(numbers: Array) -> list[float | None]:
    """Return numbers, null for those that are not finite."""
    return [number if np.isfinite(number) else None for number in numbers.tolist()]
