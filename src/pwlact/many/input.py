"""Functions from a file: an .npz with x, Y and, if need be, names, a density and weights."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from pwlact._types import Array
from pwlact.data.memory import available_memory
from pwlact.errors import FileError, InputError
from pwlact.many.file import SCHEMA, read_arrays
from pwlact.many.rows import Rows, rows_of, weights_of

COPIES = 4  # of Y: the file's, the checked one, chunks, results
KNOWN = ("x", "y", "names", "density", "weights")


def read_rows(path: str | Path) -> tuple[Rows, Array | None]:
    """Return the functions of a file, and a weight of each if it holds them.

    Parameters
    ----------
    path : str or Path
        An .npz file of arrays x (k,), y or Y (n, k), and perhaps names (n,), density (bins,) or (n, bins) and
        weights (n,).

    Raises
    ------
    FileError
        If it cannot be read, an array is missing, unknown or does not fit, or it is too large for the memory.
    """
    path = Path(path)
    _check_memory(path)
    arrays = _named(read_arrays(path), path)
    names = [str(name) for name in arrays["names"].ravel()] if "names" in arrays else None
    try:
        rows = rows_of(arrays["x"], arrays["y"], density=arrays.get("density"), names=names)
        return rows, weights_of(arrays["weights"], len(rows)) if "weights" in arrays else None
    except InputError as fault:
        raise FileError(f"{path}: {fault}") from fault


def _named(arrays: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return a file's arrays by their names in lower case."""
    if "schema" in arrays:
        kind = "is a family, and solved" if str(arrays["schema"]) == SCHEMA else "has a schema"
        raise FileError(f"functions are given as x and Y, got {path}, which {kind}; give the file it was made from")
    found = {name.lower(): array for name, array in arrays.items()}
    if len(found) < len(arrays):
        raise FileError(
            f"an array is named once, in upper or lower case, got {', '.join(arrays)} in {path}; rename one"
        )
    unknown, missing = sorted(set(found) - set(KNOWN)), [name for name in ("x", "y") if name not in found]
    if missing or unknown:
        wrong = f"no {' and no '.join(missing)}" if missing else f"unknown {', '.join(unknown)}"
        others = ", ".join(KNOWN[2:])
        raise FileError(f"a file of functions holds x and Y, perhaps {others}, got {wrong} in {path}; rename arrays")
    return found


def _check_memory(path: Path) -> None:
    """Check that a file's arrays fit into memory, by what its directory says.

    Raises
    ------
    FileError
        If they do not.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            needed = COPIES * sum(info.file_size for info in archive.infolist())
    except (OSError, zipfile.BadZipFile) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else "another kind of file"
        raise FileError(f"functions are in an .npz file, got {path}: {reason}; make it by numpy.savez") from fault
    free = available_memory()
    if free is not None and needed > free:
        raise FileError(
            f"functions must fit into memory, got about {needed / 1e9:.1f} GB of {free / 1e9:.1f} GB; divide the file"
        )
