"""Units in the record of exported Verilog, design.json; of several functions, the unit of the one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pwlact.rtl.record import SCHEMA, design_from_json
from pwlact.tables.options import PLAIN, ReadOptions
from pwlact.tables.plain_json import known_function
from pwlact.tables.table import Table
from pwlact.tables.unit_json import table_of_unit


def reads_design(data: Mapping[str, Any]) -> bool:
    """Tell whether an object is the record of a design."""
    return data.get("schema") == SCHEMA


def read_design(data: Mapping[str, Any], options: ReadOptions = PLAIN) -> Table:
    """Return the table of one unit of a design; a design states no range.

    Parameters
    ----------
    data : mapping
        The record.
    options : ReadOptions
        Which of its functions.

    Raises
    ------
    FileError
        If the record is damaged, or has several functions and not the one that is asked for.
    """
    design = design_from_json(data)
    units = dict(zip(design.functions, design.units, strict=True))
    name = options.one_of(list(units))
    return table_of_unit(units[name], activation=known_function({"function": name}))
