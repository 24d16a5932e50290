"""Target json: a unit's codes, from which it can be rebuilt exactly, with their values; or the numbers of a PWL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pwlact.datapath.record import begins, unit_to_json
from pwlact.export.source import Source, unit_of
from pwlact.export.target import Target


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
            "begins": spec.input.decode(begins(unit)).tolist(),
            "slopes": spec.slope.decode(unit.slopes).tolist(),
            "intercepts": spec.intercept.decode(unit.intercepts).tolist(),
        },
    }
    return {f"{source.symbol}.json": json.dumps(record, indent=2) + "\n"}


TARGET = Target("json", "the unit's codes and values as JSON, schema pwlact.unit/1", files)
