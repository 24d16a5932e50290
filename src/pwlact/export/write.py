"""Writing a target's files: all of them or none."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pwlact.errors import FileError
from pwlact.export.source import Source
from pwlact.export.targets import target_of


def export(source: Source, targets: str | Sequence[str], folder: Path) -> list[Path]:
    """Write the files of one target, or of several, into a folder, all of them or none, and return their paths.

    Raises
    ------
    ConfigError
        If there is no such target.
    FormatError
        If the target cannot say the source, as one of codes where there is no unit.
    FileError
        If the folder cannot be written; what was there stays as it was.
    """
    names = [targets] if isinstance(targets, str) else targets
    texts = {file: text for name in names for file, text in target_of(name).files(source).items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".export-", dir=folder))  # beside them, so that renaming is enough
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    try:
        _place(texts, folder, staging)
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return [folder / name for name in texts]


def _place(texts: Mapping[str, str], folder: Path, staging: Path) -> None:
    """Write beside the places, then swap; on a fault, swap back."""
    new, old = staging / "new", staging / "old"
    new.mkdir()
    old.mkdir()
    for name, text in texts.items():
        (new / name).write_text(text, encoding="utf-8")
    with contextlib.ExitStack() as undo:
        for name in texts:
            if (folder / name).exists():
                (folder / name).replace(old / name)
                undo.callback((old / name).replace, folder / name)
            (new / name).replace(folder / name)
            undo.callback((folder / name).unlink)
        undo.pop_all()


def _unwritable(folder: Path, fault: OSError) -> FileError:
    return FileError(f"{folder} must be a writable folder, got {fault.strerror or fault}; choose another place")
