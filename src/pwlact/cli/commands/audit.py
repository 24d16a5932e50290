"""`pwlact audit`: somebody's own table, its errors, and how far it is from the best possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.show_audit import print_audit
from pwlact.cli.tables import check_outputs, write_outputs
from pwlact.settings.audit import AuditConfig
from pwlact.settings.marks import File
from pwlact.studies.audit import audit, load_table
from pwlact.studies.audit_json import audit_to_csv, audit_to_json
from pwlact.studies.audit_record import Audit

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)
class AuditCommand(AuditConfig):
    """Measure somebody's own table, row by row, and say how far it is from the best possible.

    Errors are exact on the whole range, in real numbers; with --format also those of a hardware unit, over all its
    inputs. A table of values is read as the lines between them. Its outer lines go on beyond the range.
    """

    csv: File | None = None
    """Write a row for each line to this file."""
    plot: File | None = None
    """Draw the error, row by row, to this .png, .svg or .pdf file."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(AuditCommand, argv, "audit")
    check_outputs(command.plot, command.csv)
    config = subset(AuditConfig, command)
    found = audit(config, load_table(config))
    return write_outputs(
        picture=None if command.plot is None else Path(command.plot),
        figure=lambda: _figure(found),
        csv=command.csv,
        rows=lambda: audit_to_csv(found),
        json=command.json,
        data=lambda: audit_to_json(found),
        show=lambda: print_audit(found),
    )


def _figure(found: Audit) -> Figure:
    from pwlact.plots import audit  # loads matplotlib

    return audit(found)
