"""The table: a row for each piece, tails included; of a unit its codes in decimal, hexadecimal and binary."""

from __future__ import annotations

from collections.abc import Mapping

from pwlact._types import Codes
from pwlact.export.csv_file import begin_codes, last_codes
from pwlact.export.pieces import real_rows
from pwlact.export.source import NEGATIVE, drop_unreachable
from pwlact.export.vectors import words_of
from pwlact.formats import Format
from pwlact.report.piece_errors import PieceError, coded_errors, piece_errors
from pwlact.report.section import Section
from pwlact.report.subject import Subject
from pwlact.search.result import Result

COLUMNS = ("piece", "from", "to", "slope", "intercept", "largest error", "at x")
FORMS = ("value", "decimal", "hexadecimal", "binary")

Cell = Mapping[str, str]
"""What a cell shows, by form; "value" alone where it has no code. Full digits are in `data`."""


def table(subject: Subject) -> Section:
    """Return the section with the table of pieces."""
    result = subject.result
    coded = result.unit is not None
    return Section(
        name="table",
        title="The table",
        values={
            "columns": COLUMNS,
            "rows": _coded(result) if coded else _real(result),
            "forms": FORMS if coded else (),
            "note": _note(result),
        },
    )


def _note(result: Result) -> str:
    if result.unit is None:
        return "p(x) = slope x + intercept from one breakpoint to the next; the first and the last row are the tails."
    spec = result.unit.spec
    ends = "A row serves the input codes from the first to the last given; values are those of the codes."
    if not spec.mirrored:
        return ends
    return f"{ends} The table is of |x|, T = slope |x| + intercept: for x < 0 the unit gives {NEGATIVE[spec.symmetry]}."


def _real(result: Result) -> list[list[Cell]]:
    rows = [row[:4] for row in real_rows(result)]
    names = ["left tail", *(str(k) for k in range(1, len(rows) - 1)), "right tail"]
    return [
        [{"value": name}, *map(number_cell, row), *error_cells(found)]
        for name, row, found in zip(names, rows, piece_errors(result), strict=True)
    ]


def _coded(result: Result) -> list[list[Cell]]:
    assert result.unit is not None
    unit = drop_unreachable(result.unit)
    spec = unit.spec
    ends = [(spec.input, begin_codes(unit)), (spec.input, last_codes(unit))]
    columns = [*ends, (spec.slope, unit.slopes), (spec.intercept, unit.intercepts)]
    rows = zip(zip(*(word_cells(*column) for column in columns), strict=True), coded_errors(result, unit), strict=True)
    return [[{"value": str(k)}, *cells, *error_cells(found)] for k, (cells, found) in enumerate(rows, 1)]


def number_cell(value: float | None) -> Cell:
    """Return a cell of a real number, with all its digits for copying."""
    if value is None:
        return {"value": ""}
    return {"value": f"{value:.9g}".replace("inf", "∞"), "data": repr(value)}


def word_cells(format_: Format, codes: Codes) -> list[Cell]:
    """Return a cell for each code (n,): its value, and the code as an integer, in hexadecimal and in binary."""
    return [
        {"value": word.decimal, "decimal": str(code), "hexadecimal": word.hexadecimal, "binary": word.binary}
        for word, code in zip(words_of(format_, codes), codes.tolist(), strict=True)
    ]


def error_cells(found: PieceError) -> list[Cell]:
    """Return the cells of a piece's largest error and its place; empty ones where there is none."""
    return [{"value": ""}, {"value": ""}] if found is None else [number_cell(value) for value in found]
