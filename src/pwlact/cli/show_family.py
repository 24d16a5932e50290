"""What is printed of a family: figures of all functions, and the worst of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pwlact._types import Array
from pwlact.cli.console import print_pairs, print_table, say
from pwlact.many import Family
from pwlact.search.describe import number

WORST = 5
COLUMNS = ("function", "segments", "max error", "mse", "lower bound", "gap")


def print_family(family: Family, path: Path) -> None:
    """Print a family that was written to a file."""
    low, high = family.interval
    print_pairs(f"{len(family)} functions on [{low:g}, {high:g}], objective {family.objective}", _pairs(family))
    say("")
    worst = np.argsort(-family.objectives, kind="stable")[:WORST]
    print_table("largest errors", COLUMNS, [_cells(family, int(i)) for i in worst], drop=("gap", "mse"))
    say(f"written  {path}")


def _pairs(family: Family) -> Iterator[tuple[str, str]]:
    few, many, total = family.segments.min(), family.segments.max(), family.segments.sum()
    yield "segments", f"{few}" if few == many else f"{few} to {many}, {total} in all"
    yield "max error", _spread(family.max_errors)
    yield "mse", _spread(family.mses)
    gaps = family.gaps[np.isfinite(family.gaps)]
    if gaps.size:
        yield "gap", f"largest {gaps.max():.2g}, median {np.median(gaps):.2g} above the lower bound"
    if family.units is not None:
        yield "in codes", f"max error {_spread(family.units.max_errors)}"


def _spread(errors: Array) -> str:
    return f"largest {number(float(errors.max()), '.4g')}, median {number(float(np.median(errors)), '.4g')}"


def _cells(family: Family, i: int) -> tuple[str, ...]:
    figures = (family.max_errors[i], family.mses[i], family.lower_bounds[i])
    gap = family.gaps[i]
    return (
        family.name(i), f"{family.segments[i]}",
        *("" if np.isnan(figure) else number(float(figure), ".5g") for figure in figures),
        f"{gap:.2g}" if np.isfinite(gap) else "",
    )  # fmt: skip
