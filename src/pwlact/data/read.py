"""Data from files: CSV, npy and npz."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pwlact._types import Array
from pwlact.data.arrays import read_npy, read_npz
from pwlact.data.csv_file import read_csv
from pwlact.data.record import NAME, Data, data_of
from pwlact.errors import FileError, InputError
from pwlact.files import check_regular, is_file

READERS: dict[str, Callable[[Path], tuple[list[Array], str | None]]] = {
    ".csv": read_csv,
    ".txt": read_csv,
    ".tsv": read_csv,
    ".dat": read_csv,
    ".npy": read_npy,
    ".npz": read_npz,
}
"""Readers by suffix: each returns the columns, and the name that the file states if it states one."""


def is_data_file(given: Any) -> bool:
    """Tell whether what is given is the path of a data file: any `Path`, or a text that ends as one."""
    return isinstance(given, Path) or (isinstance(given, str) and Path(given).suffix.lower() in READERS)


def read_data(path: str | Path, *, noisy: bool = False) -> Data:
    """Return the points of a file: columns x, y and, if there is a third, weight.

    Parameters
    ----------
    path : str or Path
        A .csv (also .tsv, .txt or .dat) with or without a header, its cells parted by commas, semicolons, tabs or
        blanks; a .npy of shape (n, 2) or (n, 3) or with named fields; or a .npz with arrays x, y and weight. Of columns
        named x, y and weight these are read, and others are left.
    noisy : bool
        Measure errors at the data.

    Raises
    ------
    FileError
        If the file is missing, of another kind, cannot be read, holds other columns or anything but numbers, or is too
        large for the memory.
    ConfigError
        If the rows are no data, see `data_of`.
    """
    path = Path(path)
    check_regular(path)
    if not is_file(path):
        what = "a folder" if path.is_dir() else "which does not exist"
        raise FileError(f"a data file must exist, got {path}, {what}; check the path")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise FileError(f"data are in a .csv, .npy or .npz file, got {path.suffix or str(path)!r}; convert it")
    try:
        columns, name = reader(path)
        return data_of(*columns, noisy=noisy, file=str(path), name=name or name_of(path))
    except MemoryError as fault:
        raise FileError(f"data must fit into memory, got {path}, which does not; give fewer rows") from fault
    except InputError as fault:
        raise type(fault)(f"{path}: {fault}") from fault


def name_of(path: Path) -> str:
    """Return what the data of a file are called: its stem in letters, digits and lines."""
    return re.sub(r"[^\w-]+", "_", path.stem).strip("_-")[:40] or NAME
