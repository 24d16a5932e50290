"""The table of a sweep as a file, Parquet or CSV: a row for each trial."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pwlact.errors import ConfigError
from pwlact.files import check_writable, csv_text, write_atomically, write_text
from pwlact.studies.sweeps.trial import Row

PARQUET, CSV = ".parquet", ".csv"


def check_table_file(path: Path) -> None:
    """Check that a table can be written to a file, ahead of the work that fills it.

    Raises
    ------
    ConfigError
        If its name has another ending than .parquet and .csv, or what writes Parquet is not installed.
    FileError
        If the place cannot be written.
    """
    if path.suffix not in (PARQUET, CSV):
        raise ConfigError(f"a sweep's table ends in {PARQUET} or {CSV}, got {path.name!r}; choose one of them")
    if path.suffix == PARQUET and find_spec("pyarrow") is None:
        raise ConfigError(
            "a table in Parquet needs the extra studies, got no pyarrow; run `pip install 'pwlact[studies]'`, or give "
            "--table FILE.csv"
        )
    check_writable(path)


def write_table(rows: Sequence[Row], path: Path) -> Path:
    """Write a table, whole or not at all, and return its path.

    Parameters
    ----------
    rows : sequence of dict
        Rows by column; what a row lacks is empty.
    path : Path
        A .parquet file, or a .csv file, in which lists are JSON.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    columns = columns_of(rows)
    if path.suffix == CSV:
        write_text(path, csv_text(columns, ([_cell(row.get(name)) for name in columns] for row in rows)))
        return path
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table({name: pyarrow.array(_alike([row.get(name) for row in rows])) for name in columns})
    write_atomically(path, lambda temporary: pyarrow.parquet.write_table(table, temporary))
    return path


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Return the names of all columns, in the order of the row that has the most."""
    longest = max(rows, key=len, default={})
    return list(dict.fromkeys([*longest, *(name for row in rows for name in row)]))


def _cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value


def _alike(values: list[Any]) -> list[Any]:
    """Return a column whose values are of one type: numbers as floats, a mixture as texts."""
    kinds = {type(value) for value in values} - {type(None)}
    if len(kinds) < 2:
        return values
    kind = float if kinds == {int, float} else str
    return [None if value is None else kind(value) for value in values]
