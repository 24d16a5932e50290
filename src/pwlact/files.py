"""Writing files whole or not at all, and looking for them."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pwlact.errors import FileError


def is_file(path: Path) -> bool:
    """Tell whether there is such a file; a name that no file can have has none."""
    try:
        return path.is_file()
    except OSError:
        return False


def write_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Call `write` on a temporary name beside `path`, then rename.

    The temporary name keeps the suffix, by which some writers choose the format.

    Raises
    ------
    FileError
        If the place cannot be written; nothing is left there.
    """
    with _faults_named(path):
        temporary = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(temporary)
            temporary.replace(path)
        finally:
            with contextlib.suppress(OSError):  # as where the folder could not be made
                temporary.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Check that a file can be written, ahead of the work that fills it; nothing is left there.

    Raises
    ------
    FileError
        If the place cannot be written.
    """
    with _faults_named(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with tempfile.TemporaryFile(dir=next(folder for folder in path.parents if folder.exists())):
            pass


@contextlib.contextmanager
def _faults_named(path: Path) -> Iterator[None]:
    """Within the context, a fault of the system says which file it is about."""
    if not path.name:
        raise FileError(f"a file must have a name, got {str(path)!r}; give one")
    try:
        yield
    except OSError as fault:
        raise FileError(f"{path} must be writable, got {fault.strerror or fault}; choose another place") from fault


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text, whole or not at all."""
    write_atomically(path, lambda temporary: _write(temporary, text))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as CSV text: the header, then the rows; None becomes an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
