"""Points from a file of numbers, or from a log that tells a list of points."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from pwlact._types import Array
from pwlact.errors import FileError
from pwlact.files import read_text

LISTED = re.compile(r"\bpoints\s*[:=]\s*\[([^\[\]]*)\]", re.IGNORECASE)


def read_points(path: Path) -> Array:
    """Return the numbers (points,) of a text file, separated by blanks, commas or line ends.

    Of a log, as the paper's code writes one, they are the last list after the word points, as in
    ``Final Chosen Points: [-1.5, 0.2]``.

    Raises
    ------
    FileError
        If the file cannot be read, or holds neither numbers alone nor such a list, or holds none.
    """
    try:
        text = read_text(path)
        lists = LISTED.findall(text)
        points = np.array([float(word) for word in (lists[-1] if lists else text).replace(",", " ").split()])
    except OSError as fault:
        raise FileError(f"a points file must be readable, got {path}: {fault.strerror}; check the path") from fault
    except ValueError as fault:
        raise FileError(
            f"a points file holds numbers only, or a log's 'points: [...]', got {path}: {fault}; mend it"
        ) from fault
    if not points.size:
        raise FileError(f"a points file holds at least one number, got {path} with none; give another")
    return points
