"""What is printed of an audit: the figures of the whole table, then a line for each row."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.cli.console import print_pairs, print_table, say, say_each
from pwlact.search.describe import number
from pwlact.search.facts.unit import report_pairs, unit_pairs
from pwlact.studies.audit_record import Audit, AuditRow
from pwlact.studies.audit_text import error_pairs, heading, verdict_pairs

COLUMNS = ("row", "begin", "slope", "intercept", "max error", "at", "possible", "jump", "reversals")
REVERSALS = "reversals"  # told once, with their rows
DROP = ("intercept", "slope", "reversals", "jump")


def print_audit(found: Audit) -> None:
    """Print an audit."""
    print_pairs(heading(found), [*error_pairs(found), *_unit_pairs(found), *verdict_pairs(found)])
    if found.rows:
        say("")
        rows = [_cells(k, row) for k, row in enumerate(found.rows, 1)]
        print_table("rows: largest error now, and the smallest that a row can have there", COLUMNS, rows, drop=DROP)
    say_each(found.notes)


def _unit_pairs(found: Audit) -> Iterator[tuple[str, str]]:
    """Yield key and value for the errors of the table's unit, and for the unit."""
    if found.unit is None or found.report is None:
        return
    measured = report_pairs(found.unit, found.report, found.activation)
    yield from ((key, text) for key, text in measured if key != REVERSALS)
    yield from unit_pairs(found.unit)


def _cells(k: int, row: AuditRow) -> tuple[str, ...]:
    figures = (row.begin, row.slope, row.intercept, row.max_error, row.at, row.possible)
    return (f"{k}", *(number(value, ".5g") for value in figures), number(row.jump, ".2g"), f"{row.reversals}")
