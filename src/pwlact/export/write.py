"""Writing the files of targets: all of them or none."""

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
    """Write the files of one or several targets into a folder, all of them or none, and return their paths.

    Parameters
    ----------
    source : Source
        The result.
    targets : str or sequence of str
        Names of targets.
    folder : Path
        Folder for the files; made where it is missing.

    Raises
    ------
    ConfigError
        If a target is unknown.
    FormatError
        If a target cannot hold the source, such as a target of codes a result in real numbers.
    FileError
        If the folder cannot be written; its files are then unchanged.
    """
    return write_files(contents_of(source, targets), folder)


def contents_of(source: Source, targets: str | Sequence[str]) -> dict[str, str | bytes]:
    """Return the contents of the files of one or several targets by name; nothing is written.

    Parameters
    ----------
    source : Source
        The result.
    targets : str or sequence of str
        Names of targets.

    Raises
    ------
    ConfigError
        If a target is unknown.
    FormatError
        If a target cannot hold the source.
    """
    names = [targets] if isinstance(targets, str) else targets
    return {file: content for name in names for file, content in target_of(name).files(source).items()}


def write_files(contents: Mapping[str, str | bytes], folder: Path) -> list[Path]:
    """Write files into a folder, all of them or none, and return their paths.

    Parameters
    ----------
    contents : mapping of str to str or bytes
        Contents by name.
    folder : Path
        Folder for the files; made where it is missing.

    Raises
    ------
    FileError
        If the folder cannot be written; its files are then unchanged.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".export-", dir=folder))  # beside them, so that renaming is enough
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    try:
        _swap(contents, folder, staging)
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return [folder / name for name in contents]


def _swap(contents: Mapping[str, str | bytes], folder: Path, staging: Path) -> None:
    """Write the files beside their places, then swap; swap back after a fault."""
    new, old = staging / "new", staging / "old"
    new.mkdir()
    old.mkdir()
    for name, content in contents.items():
        (new / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with contextlib.ExitStack() as undo:
        for name in contents:
            if (folder / name).exists():
                (folder / name).replace(old / name)
                undo.callback((old / name).replace, folder / name)
            (new / name).replace(folder / name)
            undo.callback((folder / name).unlink)
        undo.pop_all()


def _unwritable(folder: Path, fault: OSError) -> FileError:
    return FileError(f"{folder} must be a writable folder, got {fault.strerror or fault}; choose another place")
