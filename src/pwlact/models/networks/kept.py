"""What is made once on a machine and kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from pwlact.files import user_cache, write_atomically

Arrays = Mapping[str, NDArray[Any]]


def kept_arrays(name: str, settings: object, make: Callable[[], Arrays]) -> Arrays:
    """Return arrays as `make` gives them: those that were kept for these settings, or new ones, which are kept.

    Parameters
    ----------
    name : str
        The file's name begins with it.
    settings : object
        Whatever the arrays depend on; its `repr` names the file.
    make : callable
        Makes the arrays. It is called where there is no file, or a damaged one.
    """
    path = _kept_path(name, settings, ".npz")
    if path is None:
        return make()
    try:
        with np.load(path, allow_pickle=False) as data:
            return dict(data)
    except (OSError, ValueError, EOFError, BadZipFile):
        return _write(path, make())


def kept_folder(name: str, settings: object, make: Callable[[Path], object]) -> Path | None:
    """Return a folder that `make` fills, kept for these settings; None where nothing can be kept."""
    folder = _kept_path(name, settings, "")
    if folder is None or folder.is_dir():
        return folder
    new = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder.parent))
    try:
        make(new)
        new.replace(folder)
    except OSError:
        if not folder.is_dir():  # else another process was faster
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return folder


def _kept_path(name: str, settings: object, suffix: str) -> Path | None:
    cache = user_cache("networks")
    key = hashlib.sha256(repr(settings).encode()).hexdigest()[:16]
    return None if cache is None else cache / f"{name}-{key}{suffix}"


def _write(path: Path, arrays: Arrays) -> Arrays:
    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    write_atomically(path, write)
    return arrays
