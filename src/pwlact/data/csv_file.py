"""Data in text: cells parted by commas, semicolons, tabs or blanks, with or without a header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.data.memory import check_memory
from pwlact.data.rows import NAMES
from pwlact.errors import FileError

COMMENT = "#"
ENCODING = "utf-8-sig"  # UTF-8, with or without a byte order mark
BEFORE = 1000  # lines of comments that may stand before the first row
SHOWN = 200  # rows from which the length of a row is estimated


class _Layout(NamedTuple):
    """How the cells are parted, how many lines stand before the first row, and which columns are read."""

    delimiter: str | None
    skipped: int
    columns: list[int]
    cells: int


def read_csv(path: Path) -> tuple[list[Array], None]:
    """Return the columns x, y and weight of a text file: by the header's names, or in this order.

    Raises
    ------
    FileError
        If it is no such file; of a cell that is no number it says the line.
    """
    try:
        layout = _layout(path)
        check_memory(_rows(path, layout.skipped))
        return list(_table(path, layout).T), None
    except UnicodeDecodeError as fault:
        raise FileError(
            f"a .csv file is text in UTF-8, got {fault.reason} at byte {fault.start}; convert it"
        ) from fault
    except OSError as fault:
        raise FileError(f"a data file must be readable, got {fault.strerror}; check the path") from fault


def _table(path: Path, layout: _Layout) -> Array:
    """Return the columns that are read, shape (n, 2) or (n, 3)."""
    try:
        return np.loadtxt(
            path,
            delimiter=layout.delimiter,
            skiprows=layout.skipped,
            usecols=None if layout.columns == list(range(layout.cells)) else layout.columns,
            comments=COMMENT,
            quotechar='"',
            encoding=ENCODING,
            ndmin=2,
        )
    except UnicodeDecodeError:
        raise
    except ValueError as fault:
        raise _first_fault(path, layout) or FileError(f"a .csv file holds rows of numbers, got {fault}") from fault


def _layout(path: Path) -> _Layout:
    """Return the layout that the first row shows."""
    names, header = "", False  # of the header, or of the comment above the first row
    with path.open(encoding=ENCODING) as file:
        for number, line in enumerate(islice(file, BEFORE)):
            text = line.strip()
            if not text.strip(COMMENT):
                continue
            if text.startswith(COMMENT):
                names = names if header else text.lstrip(COMMENT + " ")
                continue
            delimiter = _delimiter(line)
            cells = _cells(line, delimiter)
            if all(map(_is_number, cells)):
                return _Layout(delimiter, number, _columns(_cells(names, delimiter), cells), len(cells))
            if header or any(map(_is_number, cells)):
                raise _bad_cell(cells, number + 1)
            names, header = text, True
    raise FileError("a .csv file holds rows of numbers, got none; write x,y in each row")


def _columns(names: Sequence[str], cells: Sequence[str]) -> list[int]:
    """Return which columns are x, y and weight: those of these names, or the first three."""
    named = [name.lower() for name in names] if len(names) == len(cells) else []
    if {"x", "y"} <= set(named):
        return [named.index(name) for name in NAMES if name in named]
    if len(cells) not in (2, 3):
        count = f"{len(cells)} column{'' if len(cells) == 1 else 's'}"
        found = f"{count}, {', '.join(named)[:60]}" if named else count
        raise FileError(
            f"data have columns x, y and perhaps weight, got {found}; name x and y in a header, or leave others out"
        )
    return list(range(len(cells)))


def _delimiter(line: str) -> str | None:
    """Return what parts a line's cells; None is blanks."""
    return next((mark for mark in (";", "\t", ",") if mark in line), None)


def _cells(line: str, delimiter: str | None) -> list[str]:
    parts = line.strip().split() if delimiter is None else line.rstrip("\r\n").split(delimiter)
    return [part.strip().strip('"').strip() for part in parts]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def _bad_cell(cells: Sequence[str], number: int) -> FileError:
    cell = next(cell for cell in cells if not _is_number(cell))
    comma = re.fullmatch(r"[-+]?\d+,\d+([eE][-+]?\d+)?", cell) is not None
    remedy = "write decimal points" if comma else "mend that line"
    return FileError(f"each cell of data is a number, got {cell[:40]!r} in line {number}; {remedy}")


def _first_fault(path: Path, layout: _Layout) -> FileError | None:
    """Return what is wrong in the first line that is no row of numbers; None where all are."""
    for number, line in _lines(path, layout.skipped):
        cells = _cells(line, layout.delimiter)
        if len(cells) != layout.cells:
            return FileError(
                f"each row of data has the same columns, got {len(cells)} for {layout.cells} in line {number}; "
                "mend that line"
            )
        chosen = [cells[k] for k in layout.columns]
        if not all(map(_is_number, chosen)):
            return _bad_cell(chosen, number)
    return None


def _lines(path: Path, skipped: int) -> Iterator[tuple[int, str]]:
    """Return the lines from the first row on, with their numbers, without comments and empty ones."""
    with path.open(encoding=ENCODING) as file:
        for number, line in enumerate(file, 1):
            text = line.partition(COMMENT)[0]
            if number > skipped and text.strip():
                yield number, text


def _rows(path: Path, skipped: int) -> float:
    """Return about how many rows a file has, by its size and its first rows."""
    lengths = [len(line.rstrip()) + 1 for _, line in islice(_lines(path, skipped), SHOWN)]
    return path.stat().st_size / max(sum(lengths) / max(len(lengths), 1), 1.0)
