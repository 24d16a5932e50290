"""One process at a time in a run folder: a lock that the system drops where its process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pwlact.errors import FileError

try:
    import fcntl
except ImportError:  # no such thing on Windows
    fcntl = None  # type: ignore[assignment]

TRAINED = "a run is trained by one process at a time"


@contextmanager
def locked(folder: Path, rule: str = TRAINED) -> Iterator[None]:
    """Hold a folder within the context; a file system without locks lets everybody in. `rule` is told who is refused.

    Raises
    ------
    FileError
        If another process, or another part of this one, holds it.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)  # the folder itself: no file is left
    try:
        _take(handle, folder, rule)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path, rule: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise FileError(f"{rule}, got {folder}, which another one holds; wait for its end") from fault
    except OSError:  # as on some network file systems
        return
