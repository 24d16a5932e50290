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


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a run folder within the context; a file system without locks lets everybody in.

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
        _take(handle, folder)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise FileError(
            f"a run is trained by one process at a time, got {folder}, which another one trains; wait for its end"
        ) from fault
    except OSError:  # as on some network file systems
        return
