"""Hardware units in our own JSON: a result in a number format, and the export of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pwlact.datapath import Unit
from pwlact.datapath.record import SCHEMA, threshold_codes, unit_from_json
from pwlact.tables.plain_json import known_function, stated_interval
from pwlact.tables.table import Table


def reads_unit(data: Mapping[str, Any]) -> bool:
    """Tell whether an object is a unit, or a result with one."""
    return data.get("schema") == SCHEMA or isinstance(data.get("unit"), Mapping)


def read_unit(data: Mapping[str, Any]) -> Table:
    """Return the table of a unit's lines, in real numbers, with the unit itself.

    Raises
    ------
    FileError
        If the unit is damaged.
    """
    unit = unit_from_json(data if data.get("schema") == SCHEMA else data["unit"])
    return table_of_unit(unit, interval=stated_interval(data), activation=known_function(data))


def table_of_unit(unit: Unit, **more: Any) -> Table:
    """Return a unit's lines; of a mirrored unit, those for |x|. `more` are further fields of the table."""
    spec = unit.spec
    return Table(
        breakpoints=np.asarray(spec.input.decode(threshold_codes(unit))),
        slopes=spec.slope.decode(unit.slopes),
        intercepts=spec.intercept.decode(unit.intercepts),
        unit=unit,
        **more,
    )
