"""Many functions at once: how their errors are spread, and the worst of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pwlact._types import Array
from pwlact.many import Family
from pwlact.report.figures.family import spread_figure, worst_figure
from pwlact.report.section import Section
from pwlact.search.describe import number

WORST = 10
COLUMNS = ("function", "segments", "max error", "mean square error", "lower bound", "gap")


def family(found: Family) -> Section:
    """Return the section of a family."""
    low, high = found.interval
    order = np.argsort(-found.objectives, kind="stable")[:WORST]
    name = "max error" if found.objective == "max" else "mean square error"
    gaps = found.gaps[np.isfinite(found.gaps)]
    return Section(
        name="family",
        title=f"{len(found):,} functions on [{low:g}, {high:g}]",
        figures={
            "errors": spread_figure(found.objectives, name),
            **({"gaps": spread_figure(gaps, "gap above the lower bound")} if np.any(gaps > 0.0) else {}),
            "worst": worst_figure(found, int(order[0])),
        },
        values={
            "pairs": list(_facts(found)),
            "columns": COLUMNS,
            "rows": [_row(found, int(i)) for i in order],
            "worst": found.name(int(order[0])),
            "objective": name,
        },
    )


def _facts(found: Family) -> Iterator[tuple[str, str]]:
    few, many, total = found.segments.min(), found.segments.max(), found.segments.sum()
    yield "segments", f"{few}" if few == many else f"{few} to {many}, {total:,} in all"
    yield "max error", _spread(found.max_errors)
    yield "mean square error", _spread(found.mses)
    known = found.gaps[np.isfinite(found.gaps)]
    if known.size:
        text = f"largest {known.max():.2g}, median {np.median(known):.2g} above the lower bound"
        yield "gap", f"{text}, known of {known.size:,} functions"
    if found.units is not None:
        yield "in codes", f"max error {_spread(found.units.max_errors)}"


def _spread(errors: Array) -> str:
    middle, ninth = np.median(errors), np.quantile(errors, 0.9)
    return f"largest {errors.max():.4g}, median {middle:.4g}, nine of ten below {ninth:.4g}"


def _row(found: Family, i: int) -> tuple[str, ...]:
    figures = (found.max_errors[i], found.mses[i], found.lower_bounds[i])
    cells = ("" if np.isnan(figure) else number(float(figure), ".5g") for figure in figures)
    gap = found.gaps[i]
    return (found.name(i), f"{found.segments[i]}", *cells, f"{gap:.2g}" if np.isfinite(gap) else "")
