"""Uniform tables of erf and sigmoid within GELU and SiLU, multiplied exactly, as a figure measured elsewhere had them.

GELU is x (1 + erf(x / sqrt 2)) / 2 with a table of erf on [-4, 4], SiLU is x sigmoid(x) with one of sigmoid on [-8, 8];
values are by least squares. The product of a table and x is no PWL: it stands as one of 4,000 segments.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pwlact import approximate
from pwlact.functions import Line
from pwlact.pwl import PWL
from pwlact.settings.evaluation import FLOAT
from pwlact.studies.evaluation.compute import EvaluationRun, Task
from pwlact.studies.evaluation.record import EvaluationRow

METHOD = "factors"
COUNTS = (4, 8, 16, 32)
FACTORS = {"gelu": ("erf", 4.0, 2.0**-0.5), "silu": ("sigmoid", 8.0, 1.0)}
"""Of each function: its factor, the end of the factor's range, and what x is multiplied by."""
POINTS = 4001


def factor_table(function: str, segments: int) -> PWL:
    """Return x times the table of a function's factor."""
    name, end, scale = FACTORS[function]
    factor = approximate(name, interval=(-end, end), segments=segments, method="uniform", objective="mse").pwl
    x = np.linspace(-end / scale, end / scale, POINTS)
    y = factor(x * scale)
    values = x * (0.5 * (1.0 + y) if name == "erf" else y)
    return PWL(breakpoints=x, values=values, left_tail=Line(0.0, 0.0), right_tail=Line(1.0, 0.0))


def factor_rows(run: EvaluationRun) -> Iterator[EvaluationRow]:
    """Yield the rows of tables of factors, made once and kept as the others are."""
    for segments in COUNTS:
        key = run.key(Task(method=METHOD, segments=segments, format=FLOAT))
        row = run.done.get(key)
        if row is None:
            tables = {function: factor_table(function, segments) for function in run.functions}
            found = run.reference.measure({site.name: tables[site.function] for site in run.network.sites})
            row = EvaluationRow(method=METHOD, segments=segments, format=FLOAT, measured=found)
            run.done.append(key, row)
        yield row
