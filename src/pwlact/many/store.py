"""Solved chunks in a folder, each a file named for what it answers: the same work goes on where it stopped."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from pathlib import Path

from pwlact._version import __version__
from pwlact.errors import FileError
from pwlact.files import is_file
from pwlact.many.chunk import Chunk
from pwlact.many.family import Family
from pwlact.many.file import load_family, save_family


class Store:
    """A folder of solved chunks.

    Parameters
    ----------
    folder : Path
        Made when the first chunk is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, chunk: Chunk) -> Family | None:
        """Return a chunk's family; None where it is not there, or damaged."""
        path = self._path(chunk)
        with contextlib.suppress(FileError):
            return load_family(path) if is_file(path) else None
        return None

    def keep(self, chunk: Chunk, family: Family) -> None:
        """Write a chunk's family, whole or not at all.

        Raises
        ------
        FileError
            If the folder cannot be written.
        """
        save_family(family, self._path(chunk))

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, chunk: Chunk) -> Path:
        asked = f"{__version__} {chunk.objective} {chunk.method} {chunk.rows.names}".encode()
        spec = b"" if chunk.spec is None else repr(chunk.spec).encode()
        digest = hashlib.sha256(chunk.rows.digest.encode() + chunk.segments.tobytes() + asked + spec)
        return self.folder / f"{digest.hexdigest()[:32]}.npz"
