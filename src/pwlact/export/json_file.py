"""Target json: a unit's codes, which rebuild it exactly, with their values; or the numbers of a PWL.

The key "begins" is the schema's word for thresholds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from pwlact.datapath import Unit
from pwlact.datapath.record import threshold_codes, unit_to_json
from pwlact.export.source import Source, coded_unit
from pwlact.export.target import Target
from pwlact.formats import Format
from pwlact.pwl import PWL, SeparateLines

SCHEMA = "pwlact.pwl/1"
LINES_SCHEMA = "pwlact.lines/1"


def files(source: Source) -> Mapping[str, str]:
    """Return the file: a unit's codes, which `pwlact.datapath.record.unit_from_json` reads, or a PWL's real numbers."""
    record = _real(source.lines or source.pwl) if source.unit is None else _coded(coded_unit(source, "json"))
    record |= {
        "function": source.activation.name,
        "interval": list(source.interval),
        "note": list(source.note),
    }
    return {f"{source.symbol}.json": json.dumps(record, indent=2, allow_nan=False) + "\n"}


def _coded(unit: Unit) -> dict[str, Any]:
    spec = unit.spec
    values = {
        "begins": _values(spec.input, threshold_codes(unit)),
        "slopes": _values(spec.slope, unit.slopes),
        "intercepts": _values(spec.intercept, unit.intercepts),
    }
    return {**unit_to_json(unit), "values": values}


def _real(pwl: PWL | SeparateLines) -> dict[str, Any]:
    if isinstance(pwl, SeparateLines):
        parts = {name: getattr(pwl, name).tolist() for name in ("breakpoints", "ends", "slopes", "intercepts")}
        return {"schema": LINES_SCHEMA, **parts}
    slopes, intercepts = pwl.slopes, pwl.intercepts
    return {
        "schema": SCHEMA,
        "breakpoints": pwl.breakpoints.tolist(),
        "values": pwl.values.tolist(),
        "slopes": slopes.tolist(),
        "intercepts": intercepts.tolist(),
        "tails": {"left": list(pwl.left_tail), "right": list(pwl.right_tail)},
    }


def _values(format_: Format, codes: Any) -> list[float | None]:
    """Return the values of codes; None, JSON's null, for NaN and infinities."""
    return [value if math.isfinite(value) else None for value in format_.decode(codes).tolist()]


TARGET = Target("json", "the unit's codes and values as JSON, schema pwlact.unit/1; or a PWL's real numbers", files)
