"""Many functions at once: how their errors are spread, and the worst of them."""

from __future__ import annotations

import numpy as np

from pwlact.many import Family
from pwlact.many.facts import COLUMNS, family_pairs, family_row, worst_first
from pwlact.report.figures.family import spread_figure, worst_figure
from pwlact.report.section import Section

WORST = 10


def family(found: Family) -> Section:
    """Return the section of a family."""
    low, high = found.interval
    order = worst_first(found, WORST)
    name = "max error" if found.objective == "max" else "mse"
    gaps = found.gaps[np.isfinite(found.gaps)]
    return Section(
        name="family",
        title=f"{len(found):,} functions on [{low:g}, {high:g}]",
        figures={
            "errors": spread_figure(found.objectives, name),
            **({"gaps": spread_figure(gaps, "gap above the lower bound")} if np.any(gaps > 0.0) else {}),
            "worst": worst_figure(found, order[0]),
        },
        values={
            "pairs": list(family_pairs(found)),
            "columns": COLUMNS,
            "rows": [family_row(found, i) for i in order],
            "worst": found.name(order[0]),
            "objective": name,
        },
    )
