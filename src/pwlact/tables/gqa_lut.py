"""GQA-LUT's JSON: {function: {n: {breakpoints, slopes, intercepts}}} for inputs that are multiples of 2**-n.

Breakpoints are rounded to such multiples, so that some may be equal; the pieces between equal ones serve no input. Some
of its files have earlier names of the lists.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pwlact import functions
from pwlact.errors import FileError
from pwlact.tables.options import PLAIN, ReadOptions
from pwlact.tables.plain_json import list_of
from pwlact.tables.table import Table

EARLIER = {"breakpoints": "split_points", "slopes": "coeff", "intercepts": "bias"}
"""The lists of a table, and their earlier names."""


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
    name = options.one_of(list(tables))
    lists = tables[name][_bits(name, tables[name], options)]
    lists = {
        key: lists[key if key in lists else earlier] for key, earlier in EARLIER.items() if {key, earlier} & {*lists}
    }
    breakpoints, slopes, intercepts = (list_of(lists, key) for key in EARLIER)
    known = functions.get(name) if functions.is_known(name) else None
    return dataclasses.replace(_without_empty(breakpoints, slopes, intercepts), activation=known)


def _without_empty(breakpoints: Sequence[float], slopes: Sequence[float], intercepts: Sequence[float]) -> Table:
    """Return the table of pieces without those between equal breakpoints."""
    at, s, c = (np.array(numbers) for numbers in (breakpoints, slopes, intercepts))
    if at.size and s.shape == c.shape == (at.size + 1,):
        wide = np.append(np.diff(at) != 0.0, True)  # the pieces that begin at each
        at, s, c = at[wide], s[np.append(True, wide)], c[np.append(True, wide)]
    return Table(breakpoints=at, slopes=s, intercepts=c)


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
