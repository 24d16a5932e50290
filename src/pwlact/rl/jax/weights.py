"""Policies on disk: plain arrays by name in an npz file, which hold no code."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact.errors import FileError
from pwlact.files import check_regular, write_atomically
from pwlact.rl.jax.parameters import NetworkSize, Parameters

Arrays = dict[str, NDArray[Any]]
DAMAGE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError, MemoryError)


def save_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays by name as an npz file, whole or not at all."""
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]  # none is named allow_pickle
    write_atomically(path, lambda temporary: _write(temporary, stream.getvalue()))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def load_arrays(path: Path) -> Arrays:
    """Read the arrays of an npz file.

    Raises
    ------
    FileError
        If the file is missing, damaged or no npz file.
    """
    check_regular(path)
    try:
        if path.exists() and not zipfile.is_zipfile(path):
            raise ValueError("it is no npz file")
        with np.load(path, allow_pickle=False) as arrays:
            return dict(arrays)
    except (*DAMAGE, AttributeError, TypeError, zlib.error) as fault:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise FileError(f"a policy file is a whole npz file of arrays, got {path}: {reason}; it is damaged") from fault


def load_policy(path: Path, size: NetworkSize) -> Parameters:
    """Read the parameters of a policy.

    Raises
    ------
    FileError
        If the file is missing or damaged, of another network, or holds numbers that are not finite.
    """
    arrays, shapes = load_arrays(path), size.shapes()
    if {name: array.shape for name, array in arrays.items()} != shapes:
        raise FileError(f"a policy must fit its run's config.toml, got {path}, of another network; give the run's own")
    if not all(array.dtype == np.float32 and np.isfinite(array).all() for array in arrays.values()):
        raise FileError(
            f"a policy's numbers must be finite, got others in {path}; it is damaged, or its training diverged"
        )
    return arrays
