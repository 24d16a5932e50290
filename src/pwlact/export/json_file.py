"""Target json: a unit's codes, from which it can be rebuilt exactly, with their values; or the numbers of a PWL."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from pwlact.datapath.record import begins, unit_to_json
from pwlact.export.source import Source, unit_of
from pwlact.export.target import Target
from pwlact.formats import Format


def files(source: Source) -> Mapping[str, str]:
    """Return the file; `pwlact.datapath.record.unit_from_json` reads it.

    Raises
    ------
    FormatError
        If there is no unit.
    """
    unit = unit_of(source, "json")
    spec = unit.spec
    record: dict[str, Any] = {
        **unit_to_json(unit),
        "function": source.activation.name,
        "interval": list(source.interval),
        "note": list(source.note),
        "values": {
            "begins": _values(spec.input, begins(unit)),
            "slopes": _values(spec.slope, unit.slopes),
            "intercepts": _values(spec.intercept, unit.intercepts),
        },
    }
    return {f"{source.symbol}.json": json.dumps(record, indent=2, allow_nan=False) + "\n"}


def _values(format_: Format, codes: Any) -> list[float | None]:
    """Return the values of codes; JSON has no number for what is none, nor for infinity."""
    return [value if math.isfinite(value) else None for value in format_.decode(codes).tolist()]


TARGET = Target("json", "the unit's codes and values as JSON, schema pwlact.unit/1", files)
