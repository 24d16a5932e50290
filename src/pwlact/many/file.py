"""A family as an .npz file: arrays only, with a schema; nothing is unpickled."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, get_args

import numpy as np

from pwlact.errors import FileError
from pwlact.files import write_atomically
from pwlact.many.family import Family, FamilyObjective
from pwlact.many.units_file import units_arrays, units_of

SCHEMA = "pwlact.family/1"
ROWS = ("segments", "max_errors", "mses", "lower_bounds")  # one number a function
TABLES = ("breakpoints", "values")


def family_arrays(family: Family) -> dict[str, Any]:
    """Return the arrays of a family's file by name; slopes and intercepts are there for other readers."""
    return {
        "schema": SCHEMA,
        "objective": family.objective,
        **{name: getattr(family, name) for name in (*ROWS, *TABLES, "slopes", "intercepts")},
        "names": np.array(family.names, dtype=np.str_),
        "digest": family.digest,
        **({} if family.units is None else units_arrays(family.units)),
    }


def save_family(family: Family, path: str | Path) -> None:
    """Write a family to an .npz file, whole or not at all.

    Raises
    ------
    FileError
        If the place cannot be written, or the name ends otherwise.
    """
    path = Path(path)
    if path.suffix.lower() != ".npz":
        raise FileError(f"a family is written to an .npz file, got {path}; name it {path.stem}.npz")
    write_atomically(path, lambda temporary: np.savez_compressed(temporary, **family_arrays(family)))


def load_family(path: str | Path) -> Family:
    """Return the family of a file that `Family.save` wrote.

    Raises
    ------
    FileError
        If the file cannot be read, is of another kind or version, or is damaged.
    """
    return family_of(read_arrays(Path(path)), Path(path))


def read_arrays(path: Path) -> dict[str, Any]:
    """Return the arrays of an .npz file by name.

    Raises
    ------
    FileError
        If it cannot be read, or holds anything but numbers and texts.
    """
    try:
        with np.load(path) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, KeyError, AttributeError, zipfile.BadZipFile) as fault:
        raise FileError(f"an .npz file holds arrays of numbers, got {path}: {fault}; check the file") from fault
    except MemoryError as fault:
        raise FileError(f"a file must fit in memory, got {path}; divide it") from fault


def family_of(arrays: dict[str, Any], path: Path) -> Family:
    """Return the family that arrays state.

    Raises
    ------
    FileError
        If one is missing, or they do not fit together.
    """
    schema = str(arrays.get("schema", "none"))
    if schema != SCHEMA:
        raise FileError(f"a family's file has schema {SCHEMA}, got {schema} in {path}; make it again")
    missing = [name for name in (*ROWS, *TABLES, "objective", "names", "digest") if name not in arrays]
    if missing or not _fits(arrays):
        found = f"no {', '.join(missing)}" if missing else "shapes or numbers that do not fit together"
        raise FileError(f"a family's file is whole, got {found} in {path}; make it again")
    return Family(
        objective=str(arrays["objective"]),  # type: ignore[arg-type]
        **{name: arrays[name] for name in (*ROWS, *TABLES)},
        names=tuple(str(name) for name in arrays["names"]),
        digest=str(arrays["digest"]),
        units=units_of(arrays, path),
    )


def _fits(arrays: dict[str, Any]) -> bool:
    """Tell whether arrays have the shapes and types of a family, with breakpoints that ascend."""
    b, v, segments = arrays["breakpoints"], arrays["values"], arrays["segments"]
    n = segments.size
    shapes = b.ndim == 2 and b.shape == v.shape and b.shape[0] == n > 0 and b.shape[1] > 1
    rows = all(arrays[name].shape == (n,) for name in ROWS)
    types = segments.dtype == np.int64 and all(
        arrays[name].dtype == np.float64 for name in (*TABLES, *ROWS) if name != "segments"
    )
    if not (shapes and rows and types and arrays["names"].size in (0, n)):
        return False
    widths, inside = np.diff(b, axis=1), np.arange(b.shape[1] - 1) < segments[:, None]
    counts = np.all((segments >= 1) & (segments < b.shape[1]))
    finite = np.all(np.isfinite(b)) and np.all(np.isfinite(v))
    named = str(arrays["objective"]) in get_args(FamilyObjective)
    return bool(named and counts and finite and np.all(widths[inside] > 0.0) and np.all(widths[~inside] == 0.0))
