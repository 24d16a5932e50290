"""The copy of data beside a result, and the data of a stored result found again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pwlact.data.arrays import write_npz
from pwlact.data.read import read_data
from pwlact.data.record import Data
from pwlact.errors import FileError
from pwlact.files import is_file, is_stream

KEPT = "data.npz"
"""The copy in a run folder."""

MAX_KEPT = 1_000_000  # points of data that are copied: 16 MB


def keep(data: Data, path: Path) -> bool:
    """Write data to a .npz file; tell whether, for those of more than a million points stay where they are.

    Raises
    ------
    FileError
        If the file cannot be written.
    """
    if data.x.size > MAX_KEPT:
        return False
    write_npz(path, data)
    return True


def keep_beside(data: Data, result: Path) -> None:
    """Copy data beside a result's file: see `copy_of`."""
    if not is_stream(result):
        keep(data, copy_of(result))


def data_to_json(data: Data) -> dict[str, Any]:
    """Return what a result says of its data: file, number of points, whether they are noisy, and their digest."""
    return {"file": data.file, "points": int(data.x.size), "noisy": data.noisy, "digest": data.digest}


def stated_data(data: Data | None) -> dict[str, Any]:
    """Return the key "data" of a JSON object with what `data_to_json` returns; no key without data."""
    return {} if data is None else {"data": data_to_json(data)}


def data_again(stated: Mapping[str, Any], name: str, result: Path | None = None) -> Data:
    """Return the data of a stored result: from the copy beside it, or from the file that they came from.

    Parameters
    ----------
    stated : mapping
        What `data_to_json` returned.
    name : str
        What they are called.
    result : Path, optional
        The result's file.

    Raises
    ------
    FileError
        If they are not found, or are others now.
    """
    other = None
    for path in filter(is_file, _places(stated, result)):
        data = read_data(path, noisy=bool(stated["noisy"]))
        if data.digest == stated["digest"]:
            return dataclasses.replace(data, name=name)
        other = path
    found = stated["file"] or "arrays" if other is None else other
    state = "which are gone" if other is None else "which holds others now"
    raise FileError(
        f"a result of data takes its {stated['points']} points again, got {found}, {state}; "
        "use pwlact.load(path, function=(x, y))"
    )


def check_again(data: Data, stated: Mapping[str, Any]) -> None:
    """Check that data given again are those of a stored result.

    Raises
    ------
    FileError
        If their digest is another.
    """
    if data.digest != stated["digest"]:
        raise FileError(
            f"a result of data takes its own {stated['points']} points, got {data.x.size} others; give those that it "
            "was found for"
        )


def copy_of(result: Path) -> Path:
    """Return where the copy of a result's data is: data.npz beside result.json, NAME.data.npz beside NAME.json."""
    return result.with_name(KEPT if result.name == "result.json" else f"{result.stem}.{KEPT}")


def _places(stated: Mapping[str, Any], result: Path | None) -> Iterator[Path]:
    """Return where the data of a result may be: beside it, in the run folder above it, and where they were read."""
    if result is not None:
        yield from (copy_of(result), result.parent.parent / KEPT)
    if stated["file"] is not None:
        yield Path(str(stated["file"]))
        yield from () if result is None else (result.parent / str(stated["file"]),)
