"""A table from a file: its form is found by its content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pwlact.data import copy_of
from pwlact.errors import FileError
from pwlact.files import is_file
from pwlact.tables.csv_file import EXAMPLES, read_csv
from pwlact.tables.design_json import read_design, reads_design
from pwlact.tables.gqa_lut import read_gqa_lut, reads_gqa_lut
from pwlact.tables.options import PLAIN, ReadOptions
from pwlact.tables.plain_json import FORMS, read_plain, reads_plain
from pwlact.tables.table import Table
from pwlact.tables.unit_json import read_unit, reads_unit

MAX_BYTES = 8 << 20


def read_table(path: Path, options: ReadOptions = PLAIN) -> Table:
    """Return the table in a file: CSV, plain JSON, GQA-LUT's JSON, or a result, an export or a design of our own.

    Parameters
    ----------
    path : Path
        The file.
    options : ReadOptions
        How its numbers are meant.

    Raises
    ------
    FileError
        If it is no file, cannot be read, is larger than 8 MB, or holds no table.
    FormatError
        If a number is no code of its format.
    BreakpointError
        If the numbers make no table.
    """
    text = _text(path)
    if not text.lstrip().startswith(("{", "[")):
        return read_csv(text, options.codes)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise FileError(f"a table in JSON must be whole, got {path}: {fault}; mend it") from fault
    return table_of(_with_data_beside(data, path), options)


def _with_data_beside(data: Any, path: Path) -> Any:
    """Return a result of data with the copy of them beside it, where there is one."""
    stated = data.get("data") if isinstance(data, Mapping) else None
    copy = copy_of(path)
    return {**data, "data": {**stated, "file": str(copy)}} if isinstance(stated, Mapping) and is_file(copy) else data


def table_of(data: Any, options: ReadOptions = PLAIN) -> Table:
    """Return the table in a JSON object; errors as in `read_table`.

    Parameters
    ----------
    data : mapping
        Plain lists, GQA-LUT's tables, a result or an export.
    options : ReadOptions
        How its numbers are meant.
    """
    if not isinstance(data, Mapping):
        raise FileError(f"a table in JSON is an object, got a {type(data).__name__}; write {FORMS}")
    if reads_design(data):
        return read_design(data, options)
    if reads_unit(data):
        return read_unit(data)
    if reads_plain(data):
        return read_plain(data, options.codes)
    if reads_gqa_lut(data):
        return read_gqa_lut(data, options)
    raise FileError(f"a table in JSON has the lists {FORMS}, got keys {', '.join(map(str, data))[:60]!r}; add them")


def _text(path: Path) -> str:
    """Return the text of a regular file; a device or a pipe is not opened."""
    if not is_file(path):
        raise FileError(f"a table is a file, got {path}; check the path")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise FileError(f"a table must be readable, got {path}: {fault.strerror}; check the path") from fault
    if len(raw) > MAX_BYTES:
        raise FileError(f"a table's file has at most {MAX_BYTES >> 20} MB, got more in {path}; give a table alone")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FileError(f"a table is text, CSV ({EXAMPLES}) or JSON, got {path}: {fault.reason}; check it") from fault
