"""The table and the figure of KANs on tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kan_draw import draw
from kan_measure import Row

from pwlact.cli.console import print_table
from pwlact.files import csv_text, write_text
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.plots import save_figure

COLUMNS = ("placed by", "segments", "accuracy", "change", "KL", "same", "max error", "RMS error")


def show(rows: Sequence[Row]) -> None:
    """Print a table for each data set."""
    for own in by_data(rows):
        print_table(title(own), COLUMNS, [cells(row) for row in own], drop=COLUMNS[:4:-1])


def write_report(rows: Sequence[Row], folder: Path) -> list[Path]:
    """Write kan.csv, kan.md and kan.png; return them."""
    csv, page = folder / "kan.csv", folder / "kan.md"
    write_text(csv, csv_text(list(flat(rows[0])), [list(flat(row).values()) for row in rows]))
    write_text(page, markdown(rows))
    return [csv, page, save_figure(draw(rows), folder / "kan.png")]


def by_data(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the lines of each data set."""
    return [[row for row in rows if row.data == name] for name in dict.fromkeys(row.data for row in rows)]


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


def flat(row: Row) -> dict[str, Any]:
    """Return a line as cells of the CSV file; a figure with an interval has three."""
    found: dict[str, Any] = {}
    for name, value in dataclasses.asdict(row).items():
        ends = value if isinstance(value, dict) else {"value": value}
        found |= {name if end == "value" else f"{name}_{end}": part for end, part in ends.items()}
    return found


def markdown(rows: Sequence[Row]) -> str:
    """Return the report."""
    parts = ["# A Kolmogorov-Arnold network on tables", "", "`python experiments/kan.py` made this.", ""]
    for own in by_data(rows):
        parts += [f"## {title(own)}", "", *_table(own), ""]
    return "\n".join(parts)


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each way to place segments, with accuracy and divergence by the number of segments."""
    counts = list(dict.fromkeys(row.segments for row in rows))
    found = {(row.method, row.segments): row for row in rows}
    names = [*(f"{count} segments: accuracy" for count in counts), *(f"KL, {count}" for count in counts)]
    yield f"| placed by | {' | '.join(names)} |"
    yield f"|---{'|---' * len(names)}|"
    for method in dict.fromkeys(row.method for row in rows):
        own = [found[method, count] for count in counts]
        texts = [f"{row.accuracy:.4f} ({row.change.value:+.4f})" for row in own]
        texts += [f"{row.divergence.value:.1e}" for row in own]
        yield f"| {method} | {' | '.join(texts)} |"
