"""An audit as JSON and as CSV."""

from __future__ import annotations

import dataclasses
from typing import Any

from pwlact.datapath.record import unit_to_json
from pwlact.files import csv_text
from pwlact.studies.audit_record import Audit

CSV_COLUMNS = (
    "begin", "end", "slope", "intercept", "max_error", "at", "possible", "jump", "reversals", "reversed_at",
)  # fmt: skip


def audit_to_json(found: Audit) -> dict[str, Any]:
    """Return an audit as a JSON object: errors, bounds, and a row for each line in the range."""
    return {
        "function": found.activation.name,
        "expression": found.activation.expression,
        "interval": list(found.interval),
        "pieces": found.table.pieces,
        "mirrored": found.mirrored,
        "continuous": found.continuous,
        "errors": {"exact": dataclasses.asdict(found.errors) | {"at": found.worst}},
        "unit": _unit_json(found),
        "max_error": found.max_error,
        "best": found.best,
        "lower_bound": found.lower_bound,
        "gap": found.gap,
        "best_with_own_breakpoints": found.kept,
        "enough_rows": found.enough,
        "reversals": found.reversals,
        "seams": list(found.seams),
        "mend_first": found.to_mend(),
        "rows": [dataclasses.asdict(row) for row in found.rows],
        "notes": list(found.notes),
    }


def _unit_json(found: Audit) -> dict[str, Any] | None:
    if found.unit is None or found.report is None:
        return None
    return unit_to_json(found.unit) | {"report": dataclasses.asdict(found.report)}


def audit_to_csv(found: Audit) -> str:
    """Return an audit as CSV text: a header, and a row for each line in the range."""
    return csv_text(CSV_COLUMNS, ([getattr(row, name) for name in CSV_COLUMNS] for row in found.rows))
