"""From a table's columns, of numbers or of codes, to its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pwlact.datapath import UnitSpec
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Format
from pwlact.tables.lines import lines_between, lines_through
from pwlact.tables.table import Table

FORMATS = {"breakpoints": "input", "slopes": "slope", "intercepts": "intercept", "values": "output"}
"""The format of each column, as the spec names it."""

Columns = Mapping[str, Sequence[float]]


def table_from_columns(columns: Columns, codes: UnitSpec | None = None) -> Table:
    """Return the table of columns "breakpoints" and "values", or "breakpoints", "slopes" and "intercepts".

    Parameters
    ----------
    columns : mapping
        Columns by name, of lengths as in `lines_through` and `lines_between`.
    codes : UnitSpec or None
        Formats whose codes the numbers are; None where they are the numbers themselves.

    Raises
    ------
    FormatError
        If a number is no code of its format.
    BreakpointError
        If the numbers make no table.
    """
    if codes is not None:
        columns = {name: decoded(name, column, getattr(codes, FORMATS[name])) for name, column in columns.items()}
    if "values" in columns:
        return lines_through(columns["breakpoints"], columns["values"])
    return lines_between(columns["breakpoints"], columns["slopes"], columns["intercepts"])


def decoded(name: str, column: Sequence[float], format_: Format) -> list[float]:
    """Return the values of codes; infinities stay, and a breakpoint may be the code above all.

    Parameters
    ----------
    name : str
        Name of the column, for messages.
    column : sequence of float
        The codes.
    format_ : Format
        Their format.

    Raises
    ------
    FormatError
        If a number is no code of the format.
    """
    if isinstance(format_, FixedPoint):
        low, high = format_.lowest, format_.highest + (name == "breakpoints")
    else:
        low, high = 0, (1 << format_.bits) - 1
    bad = [code for code in column if not np.isinf(code) and not (low <= code <= high and code == int(code))]
    if bad:
        raise FormatError(
            f"a table's {name} must be codes of {format_.name}, whole numbers from {low} to {high}, got {bad[0]:g}; "
            "give their format, or leave out --codes"
        )
    return [code if np.isinf(code) else float(format_.decode(int(code))) for code in column]
