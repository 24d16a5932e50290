"""Rounding after the search: each number of a real PWL becomes its nearest code, as is usual elsewhere."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.datapath import UnitReport, UnitSpec, unit_report
from pwlact.formats import Format
from pwlact.functions import Activation
from pwlact.pwl import PWL
from pwlact.search.codes.fit import nearest, starts_at
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.table_rows import TableRows, build_unit
from pwlact.search.codes.tabulate import code_grid


def rounded_after(grid: CodeGrid, pwl: PWL) -> TableRows:
    """Return the table rows of a PWL with breakpoints, slopes and intercepts rounded to nearest, each by itself.

    Where points fall on one code, the empty piece between them is left out.

    Parameters
    ----------
    grid : CodeGrid
        The function on the input codes.
    pwl : PWL
        The PWL in real numbers, on the grid's range.

    Raises
    ------
    FormatError
        If the table is mirrored, or a coefficient overflows a format that does not saturate.
    """
    (starts,) = starts_at(grid, pwl.points[None, :])
    slopes, intercepts = pwl.slopes, pwl.intercepts
    kept = np.diff(starts) > 0
    spec = grid.spec
    return TableRows(
        starts=np.append(starts[:-1][kept], grid.size),
        slopes=nearest(grid.slopes, slopes[kept]) if spec.shift_terms else _rounded(spec.slope, slopes[kept]),
        intercepts=_rounded(spec.intercept, intercepts[kept]),
    )


def rounding_report(activation: Activation, pwl: PWL, spec: UnitSpec) -> UnitReport:
    """Return the errors over every input code of a unit that has a PWL's numbers, each rounded to its nearest code.

    Parameters
    ----------
    activation : Activation
        The function.
    pwl : PWL
        Its approximation in real numbers.
    spec : UnitSpec
        The kind of unit, without a mirror.

    Raises
    ------
    FormatError
        If the formats cannot hold the range, the function or a coefficient.
    """
    grid = code_grid(activation, pwl.interval, spec)
    return unit_report(build_unit(grid, rounded_after(grid, pwl)), activation, pwl.interval)


def _rounded(format_: Format, values: Array) -> Array:
    return format_.decode(format_.encode(values))
