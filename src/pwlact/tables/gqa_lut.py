"""GQA-LUT's JSON: {function: {n: {breakpoints, slopes, intercepts}}} for inputs that are multiples of 2**-n."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from pwlact import functions
from pwlact.errors import FileError
from pwlact.tables.options import PLAIN, ReadOptions
from pwlact.tables.plain_json import list_of
from pwlact.tables.table import Table, lines_between


def reads_gqa_lut(data: Mapping[str, Any]) -> bool:
    """Tell whether an object holds tables by function and number of fraction bits."""
    return bool(_tables(data))


def read_gqa_lut(data: Mapping[str, Any], options: ReadOptions = PLAIN) -> Table:
    """Return one table of a file, which may hold several functions and numbers of bits.

    Parameters
    ----------
    data : mapping
        The file's object.
    options : ReadOptions
        Which of its tables.

    Raises
    ------
    FileError
        If the file has no such table, or a list in it is missing.
    BreakpointError
        If the numbers make no table.
    """
    tables = _tables(data)
    name = _name(tables, options.function)
    lists = tables[name][_bits(name, tables[name], options)]
    breakpoints, slopes, intercepts = (list_of(lists, key) for key in ("breakpoints", "slopes", "intercepts"))
    known = functions.get(name) if functions.is_known(name) else None
    return dataclasses.replace(lines_between(breakpoints, slopes, intercepts), activation=known)


def _bits(name: str, by_bits: Mapping[str, Any], options: ReadOptions) -> str:
    """Return the key of a number of bits."""
    known = sorted(map(int, by_bits))
    asked = known[-1] if options.fraction is None else min(max(options.fraction, 0), known[-1])
    bits = asked if options.bits is None else options.bits
    if bits not in known:
        raise FileError(f"a table of {name} is for {', '.join(map(str, known))} bits, got {bits}; choose --bits")
    return next(key for key in by_bits if int(key) == bits)


def _tables(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the tables in an object, by function and number of bits; keys that hold none are left out."""
    return {name: value for name, value in data.items() if isinstance(value, dict) and value and _by_bits(value)}


def _by_bits(value: dict[str, Any]) -> bool:
    return all(key.isdecimal() and isinstance(table, dict) for key, table in value.items())


def _name(tables: Mapping[str, Any], function: str | None) -> str:
    """Return the key of a function, whose name in the file may be an alias."""
    if len(tables) == 1:
        return next(iter(tables))
    for name in tables:
        same = function is not None and functions.is_known(function) and functions.is_known(name)
        if name == function or (same and functions.get(name) is functions.get(str(function))):
            return name
    found = "none" if function is None else repr(function)
    raise FileError(f"a file of several functions has {', '.join(tables)}, got {found}; choose one with --function")
