"""Data in NumPy's files: read without unpickling, and written."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pwlact._types import Array
from pwlact.data.memory import check_memory
from pwlact.data.rows import NAMES
from pwlact.errors import FileError
from pwlact.files import write_atomically

if TYPE_CHECKING:
    from pwlact.data.record import Data

FAULTS = (OSError, ValueError, EOFError, SyntaxError, KeyError, TypeError, zipfile.BadZipFile, zlib.error)


def read_npy(path: Path) -> tuple[list[Array], str | None]:
    """Return the columns of a .npy file of shape (n, 2) or (n, 3), or with fields x, y and weight.

    Raises
    ------
    FileError
        If it holds something else.
    """
    try:
        table = np.load(path, mmap_mode="r", allow_pickle=False)
    except FAULTS as fault:
        raise _no_numbers(".npy", fault) from fault
    check_memory(table.shape[0] if table.ndim else 1)
    if table.dtype.names is not None:
        return [table[name] for name in _present(table.dtype.names)], None
    if table.ndim != 2 or table.shape[1] not in (2, 3):
        turned = table.ndim == 2 and table.shape[0] in (2, 3)
        remedy = "transpose it" if turned else "save np.stack((x, y), axis=1)"
        raise FileError(f"a .npy file has shape (n, 2) or (n, 3), got {table.shape}; {remedy}")
    return list(table.T), None


def read_npz(path: Path) -> tuple[list[Array], str | None]:
    """Return the columns of a .npz file with arrays x, y and weight, and the name that it states.

    Raises
    ------
    FileError
        If it holds something else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename.removesuffix(".npy"): info.file_size for info in archive.infolist()}
        names = _present(sizes)
        check_memory(max(sizes[name] for name in names) // 8)
        with np.load(path, allow_pickle=False) as arrays:
            name = str(arrays["name"]) if "name" in sizes else None
            return [arrays[part] for part in names], name if name and name.isprintable() else None
    except FileError:
        raise
    except FAULTS as fault:
        raise _no_numbers(".npz", fault) from fault


def write_npz(path: Path, data: Data) -> None:
    """Write points to a .npz file, whole or not at all; `read_data` reads them again, with their name.

    Parameters
    ----------
    path : Path
        The file; an existing one is replaced.
    data : Data
        The points.
    """
    parts: dict[str, Any] = {"x": data.x, "y": data.y, "name": np.array(data.name)}
    if data.weight is not None:
        parts["weight"] = data.weight

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            np.savez(file, allow_pickle=False, **parts)

    write_atomically(path, write)


def _present(names: Sequence[str] | dict[str, int]) -> list[str]:
    """Return x, y and, if it is there, weight, of the names of arrays."""
    if "x" not in names or "y" not in names:
        raise FileError(f"data are in arrays x and y, got {', '.join(names) or 'none'}; rename them")
    return [name for name in NAMES if name in names]


def _no_numbers(kind: str, fault: Exception) -> FileError:
    objects = "pickle" in str(fault) or "Python objects" in str(fault)
    reason = "one of Python objects, or damaged" if objects else str(fault).partition("\n")[0] or type(fault).__name__
    return FileError(f"a {kind} file holds arrays of numbers, got {reason}; save x and y again as float64")
