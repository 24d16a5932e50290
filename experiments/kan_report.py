"""The table and the figure of KANs on tables."""

from __future__ import annotations

from collections.abc import Sequence

from kan_measure import Row

from pwlact.cli.console import print_table
from pwlact.models.evaluation.bootstrap import Estimate

COLUMNS = ("placed by", "segments", "accuracy", "change", "KL", "same", "max error", "RMS error")


def show(rows: Sequence[Row]) -> None:
    """Print a table for each data set."""
    for name in dict.fromkeys(row.data for row in rows):
        own = [row for row in rows if row.data == name]
        print_table(title(own), COLUMNS, [cells(row) for row in own], drop=COLUMNS[:4:-1])


def title(rows: Sequence[Row]) -> str:
    """Return the heading of a data set: its exact accuracy."""
    return f"{rows[0].data}: accuracy {rows[0].accuracy - rows[0].change.value:.4f} exact"


def cells(row: Row) -> tuple[str, ...]:
    """Return a line as text."""
    return (
        row.method,
        str(row.segments),
        f"{row.accuracy:.4f}",
        interval(row.change, "+.4f"),
        f"{row.divergence.value:.2e}",
        f"{row.same:.4f}",
        f"{row.max_error:.3g}",
        f"{row.rms_error:.3g}",
    )


def interval(found: Estimate, form: str) -> str:
    """Return a figure with its interval."""
    return f"{found.value:{form}} ({found.low:{form}} to {found.high:{form}})"
def write_report(rows, out): return []
