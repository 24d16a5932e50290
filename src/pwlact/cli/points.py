"""Points from a file of numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pwlact._types import Array
from pwlact.errors import FileError
from pwlact.files import read_text


def read_points(path: Path) -> Array:
    """Return the numbers (points,) of a text file, separated by blanks, commas or line ends.

    Raises
    ------
    FileError
        If the file cannot be read, or holds anything but numbers.
    """
    try:
        text = read_text(path)
        return np.array([float(word) for word in text.replace(",", " ").split()])
    except OSError as fault:
        raise FileError(f"a points file must be readable, got {path}: {fault.strerror}; check the path") from fault
    except ValueError as fault:
        raise FileError(f"a points file holds numbers only, got {path}: {fault}; mend it") from fault
