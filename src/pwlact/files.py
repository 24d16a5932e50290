"""Writing files whole or not at all, looking for them and reading them."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pwlact.errors import FileError

STREAMS = ("/dev/stdin", "/dev/stdout", "/dev/stderr")


def user_cache(name: str) -> Path | None:
    """Return a folder of this name in the user's cache, made where it is missing; None where it cannot be written."""
    from numba.misc.appdirs import AppDirs

    folder = Path(AppDirs("pwlact", appauthor=False).user_cache_dir) / name  # type: ignore[no-untyped-call]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def is_file(path: Path) -> bool:
    """Tell whether there is such a file; a name that no file can have has none."""
    try:
        return path.is_file()
    except OSError:
        return False


def check_regular(path: Path) -> None:
    """Check that a path is no pipe and no device, from which reading might never end; there may be nothing.

    Raises
    ------
    FileError
        If it is one.
    """
    with contextlib.suppress(OSError):
        if path.exists() and not path.is_file() and not path.is_dir():
            raise FileError(f"a file must be regular, got {path}, a pipe or a device; give another")


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, or of a stream such as /dev/stdin.

    Raises
    ------
    OSError
        If it cannot be read, or is a folder, a device or a pipe, from which reading might never end.
    UnicodeDecodeError
        If it is no UTF-8.
    """
    if not (is_stream(path) or stat.S_ISREG(path.stat().st_mode)):
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return path.read_text(encoding="utf-8")


def parse_json(text: str) -> Any:
    """Return a JSON value; NaN and Infinity, which Python reads and JSON has not, are refused.

    Raises
    ------
    ValueError
        If the text is no JSON.
    """
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def output_file(text: str) -> Path:
    """Return the file that a user names for writing, in a folder that exists.

    Raises
    ------
    FileError
        If the folder does not exist.
    """
    path = Path(text)
    if not path.parent.exists():
        raise FileError(f"a file's folder must exist, got {path}; make {path.parent} or choose another place")
    return path


def is_stream(path: Path) -> bool:
    """Tell whether a path is one of the process's own open files."""
    return str(path) in STREAMS or str(path.parent) in {"/dev/fd", "/proc/self/fd"}


def _is_sink(path: Path) -> bool:
    """Tell whether a path is written as it is, for it cannot be replaced: a stream, or a device such as /dev/null.

    Raises
    ------
    OSError
        If it is a pipe or the like, which is neither.
    """
    if is_stream(path):
        return True
    if not path.exists() or path.is_file() or path.is_dir():
        return False
    if not path.is_char_device():
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return True


def write_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Call `write` on a temporary name beside `path`, then rename; a device or a stream is written as it is.

    The temporary name keeps the suffix, by which some writers choose the format.

    Raises
    ------
    FileError
        If the place cannot be written; nothing is left there.
    """
    with _faults_named(path):
        if _is_sink(path):
            write(path)
            return
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
        if _is_sink(path):
            return
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


def append_text(path: Path, text: str) -> None:
    """Write UTF-8 text at the end of a file.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    with _faults_named(path), path.open("a", newline="", encoding="utf-8") as file:
        file.write(text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as CSV text: the header, then the rows; None becomes an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
