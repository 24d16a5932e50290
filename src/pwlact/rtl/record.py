"""A design as a JSON object and back, for verifying exported Verilog later: schema pwlact.design/1."""

from __future__ import annotations

from typing import Any

from pwlact.datapath.record import unit_from_json, unit_to_json
from pwlact.errors import FileError, PwlactError
from pwlact.rtl.design import Design

SCHEMA = "pwlact.design/1"
KEYS = ("name", "latency", "functions", "note", "units")


def design_to_json(design: Design) -> dict[str, Any]:
    """Return the JSON object of a design."""
    return {
        "schema": SCHEMA,
        "name": design.name,
        "latency": design.latency,
        "functions": list(design.functions),
        "note": list(design.note),
        "units": [unit_to_json(unit) for unit in design.units],
    }


def design_from_json(data: Any) -> Design:
    """Rebuild a design from its JSON object.

    Raises
    ------
    FileError
        If the schema is another, a key is missing, or a value fits no design.
    """
    found = data.get("schema") if isinstance(data, dict) else type(data).__name__
    if found != SCHEMA:
        raise FileError(f"a design has schema {SCHEMA!r}, got {found!r}; export it again")
    missing = [key for key in KEYS if key not in data]
    if missing:
        raise FileError(f"a design has the key {missing[0]!r}, which is missing; export it again")
    try:
        return Design(
            units=tuple(unit_from_json(unit) for unit in data["units"]),
            functions=tuple(str(name) for name in data["functions"]),
            name=str(data["name"]),
            latency=int(data["latency"]),
            note=tuple(str(line) for line in data["note"]),
        )
    except (TypeError, ValueError) as fault:
        reason = str(fault) if isinstance(fault, PwlactError) else f"{type(fault).__name__}: {fault}"
        raise FileError(f"a design's values must fit its schema, got {reason}; export it again") from fault
