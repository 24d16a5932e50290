"""Data from files: CSV, npy and npz."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pwlact.data.record import Data, data_of
from pwlact.errors import FileError


def read_data(path: str | Path, *, noisy: bool = False) -> Data:
    """Return the points of a file: columns x, y and, if there is a third, weight.

    Parameters
    ----------
    path : str or Path
        A .csv with or without a header, a .npy of shape (n, 2) or (n, 3), or a .npz with arrays x, y and weight.
    noisy : bool
        Measure errors at the data.

    Raises
    ------
    FileError
        If the file is of another kind, cannot be read, or holds other columns.
    """
    path = Path(path)
    try:
        match path.suffix.lower():
            case ".csv":
                table = np.loadtxt(path, delimiter=",", skiprows=_header(path), ndmin=2)
            case ".npy":
                table = np.load(path)
            case ".npz":
                with np.load(path) as arrays:
                    table = np.stack([arrays[name] for name in ("x", "y", "weight") if name in arrays], axis=1)
            case other:
                raise FileError(f"data are in a .csv, .npy or .npz file, got {other!r}; convert it")
    except (OSError, ValueError) as fault:
        raise FileError(f"a data file holds columns of numbers, got {path}: {fault}; check the file") from fault
    if table.ndim != 2 or table.shape[1] not in (2, 3):
        raise FileError(f"data have columns x, y and perhaps weight, got shape {table.shape}; leave others out")
    return data_of(*table.T, noisy=noisy, file=str(path))


def _header(path: Path) -> int:
    """Return how many lines of a CSV file are a header: 1 where its first line is no numbers."""
    with path.open(encoding="utf-8") as file:
        first = file.readline().split(",")
    try:
        [float(word) for word in first]
    except ValueError:
        return 1
    return 0
