"""Tables in CSV: a row of names, then a row for each line or each value."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from pwlact.datapath import UnitSpec
from pwlact.errors import FileError, did_you_mean
from pwlact.tables.columns import table_from_columns
from pwlact.tables.table import Table

ALIASES = {
    "begin": (
        "begin",
        "begins",
        "breakpoint",
        "breakpoints",
        "x",
        "start",
        "from",
        "low",
        "lower",
        "threshold",
        "knot",
    ),
    "end": ("end", "ends", "stop", "to", "high", "upper"),
    "slope": ("slope", "slopes", "gradient"),
    "intercept": ("intercept", "intercepts", "offset", "bias"),
    "value": ("value", "values", "y", "output"),
}
"""Names of each column; upper or lower case."""

LINES, VALUES = ("begin", "slope", "intercept"), ("begin", "value")
EXAMPLES = "begin, slope, intercept or x, value"


def read_csv(text: str, codes: UnitSpec | None = None) -> Table:
    """Return the table of a CSV text; lines that begin with # are comments.

    A first begin that is empty or -inf leaves the first line without a left end, and so does a last end. A column `end`
    must hold the next line's begin.

    Parameters
    ----------
    text : str
        A row of names, such as begin, slope, intercept or x, value, then numbers, between commas, semicolons or tabs.
    codes : UnitSpec or None
        Formats whose codes the numbers are; columns such as slope_code then come before slope. None where they are the
        numbers themselves.

    Raises
    ------
    FileError
        If a column is missing or named twice, a row has another number of cells, or a cell is no number.
    FormatError
        If a number is no code of its format.
    BreakpointError
        If the numbers make no table.
    """
    names, rows = _cells(text)
    where = {name: _column(names, name, codes is not None) for name in ALIASES}
    kind = VALUES if where["slope"] is None and where["value"] is not None else LINES
    missing = [name for name in kind if where[name] is None]
    if missing:
        hint = did_you_mean(missing[0], names) or f"name the columns {EXAMPLES}"
        raise FileError(f"a table has the columns {EXAMPLES}, got {', '.join(names)[:60]!r}; {hint.rstrip()}")
    if not rows:
        raise FileError("a table has a row for each line or value, got none; add them below the names")
    columns = {name: [_number(row[i], name, line) for line, row in rows] for name, i in where.items() if i is not None}
    if kind is VALUES:
        return table_from_columns({"breakpoints": columns["begin"], "values": columns["value"]}, codes)
    _check_ends(columns)
    begins = columns["begin"] + columns.get("end", [])[-1:]
    lines = {"breakpoints": begins, "slopes": columns["slope"], "intercepts": columns["intercept"]}
    return table_from_columns(lines, codes)


def _cells(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the names of the columns, and each row with the number of its line."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t,;")]
    lines = [(number, line) for number, line in lines if not line.lstrip().startswith("#")]
    if not lines:
        raise FileError(f"a table has a row of names, {EXAMPLES}, got an empty file; add it")
    delimiter = max(",;\t", key=lines[0][1].count)
    try:
        cells = list(csv.reader((line for _, line in lines), delimiter=delimiter))
    except csv.Error as fault:
        raise FileError(f"a table is plain CSV, got {fault}; mend it") from None
    rows = [(number, row) for (number, _), row in zip(lines, cells, strict=False)]
    names = [name.strip().lower() for name in rows[0][1]]
    for number, row in rows[1:]:
        if len(row) != len(names):
            raise FileError(
                f"a row has a cell for each of {len(names)} names, got {len(row)} in line {number}; mend it"
            )
    return names, rows[1:]


def _column(names: Sequence[str], name: str, codes: bool) -> int | None:
    """Return the place of a column, None where there is none."""
    coded = [i for i, found in enumerate(names) if found.removesuffix("_code") != found]
    coded = [i for i in coded if names[i].removesuffix("_code") in ALIASES[name]]
    found = (coded if codes else []) or [i for i, known in enumerate(names) if known in ALIASES[name]]
    if len(found) > 1:
        raise FileError(f"a column is named once, got {', '.join(names[i] for i in found)} for {name}; rename one")
    return found[0] if found else None


def _number(cell: str, name: str, line: int) -> float:
    """Return a cell's number, decimal or 0x...; an empty end of a line is infinite."""
    word = cell.strip() or {"begin": "-inf", "end": "inf"}.get(name, "")
    try:
        return float(int(word, 16)) if word.lower().startswith(("0x", "-0x")) else float(word)
    except (ValueError, OverflowError):
        raise FileError(f"a table holds numbers, got {word[:40]!r} in line {line}; mend it") from None


def _check_ends(columns: dict[str, list[float]]) -> None:
    """Raise FileError where a line does not end at the next one's begin."""
    ends, begins = columns.get("end", [])[:-1], columns["begin"][1:]
    for k, (end, begin) in enumerate(zip(ends, begins, strict=False), 1):
        if end != begin:
            raise FileError(f"a line ends where the next one begins, got {end:g} and {begin:g} after line {k}; mend it")
