"""What is said of a family: figures of all functions as keys and values, and the worst of them as rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pwlact._types import Array
from pwlact.many.family import Family
from pwlact.search.describe import number

COLUMNS = ("function", "segments", "max error", "mse", "lower bound", "gap")
"""Of the rows of functions."""


def family_pairs(family: Family) -> Iterator[tuple[str, str]]:
    """Yield key and value for a family's segments, errors and gaps."""
    few, many, total = family.segments.min(), family.segments.max(), family.segments.sum()
    yield "segments", f"{few}" if few == many else f"{few} to {many}, {total} in all"
    yield "max error", _spread(family.max_errors)
    yield "mse", _spread(family.mses)
    gaps = family.gaps[np.isfinite(family.gaps)]
    if gaps.size:
        yield "gap", f"largest {gaps.max():.2g}, median {np.median(gaps):.2g} above the lower bound"
    if family.units is not None:
        yield "in codes", f"max error {_spread(family.units.max_errors)}"


def worst_first(family: Family, count: int) -> list[int]:
    """Return the indices of the functions with the largest objectives, at most `count`."""
    return [int(i) for i in np.argsort(-family.objectives, kind="stable")[:count]]


def family_row(family: Family, i: int) -> tuple[str, ...]:
    """Return the cells of one function; bounds and gaps that are not known are empty."""
    figures = (family.max_errors[i], family.mses[i], family.lower_bounds[i])
    gap = family.gaps[i]
    return (
        family.name(i), f"{family.segments[i]}",
        *("" if np.isnan(figure) else number(float(figure), ".5g") for figure in figures),
        f"{gap:.2g}" if np.isfinite(gap) else "",
    )  # fmt: skip


def _spread(errors: Array) -> str:
    return f"largest {number(float(errors.max()), '.4g')}, median {number(float(np.median(errors)), '.4g')}"
