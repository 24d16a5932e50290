"""Profiles as files: plain NumPy arrays and a JSON header in one .npz, read without unpickling."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile

import numpy as np

from pwlact.errors import FileError
from pwlact.files import is_file, parse_json, write_atomically
from pwlact.fit.profile import CELLS, Profile, SiteProfile

SCHEMA = "pwlact.profile/1"
FAULTS = (OSError, ValueError, EOFError, MemoryError, OverflowError, SyntaxError, KeyError, TypeError, BadZipFile)


def write_profile(path: Path, profile: Profile) -> None:
    """Write a profile, whole or not at all.

    Raises
    ------
    FileError
        If the place cannot be written.
    """
    header = {
        "schema": SCHEMA,
        "network": profile.network,
        "samples": profile.samples,
        "sites": [
            {"name": site.name, "function": site.function, "beyond": site.beyond, "sensitivity": _has_squares(site)}
            for site in profile.sites
        ],
    }
    none = np.zeros(CELLS)
    arrays = {
        "header": np.array(json.dumps(header)),
        "counts": np.array([site.counts for site in profile.sites]),
        "squares": np.array([none if site.squares is None else site.squares for site in profile.sites]),
    }

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)

    write_atomically(path, write)


def read_profile(path: Path) -> Profile:
    """Read a profile that `write_profile` wrote.

    Raises
    ------
    FileError
        If there is no such file, or it is damaged or something else.
    """
    if not is_file(path):
        raise FileError(f"a profile's file must exist, got {str(path)!r}; make it by `pwlact models profile`")
    try:
        if not is_zipfile(path):
            raise BadZipFile("it is not such a file, or is cut off")
        with np.load(path, allow_pickle=False) as data:
            header = parse_json(str(data["header"][()]))
            return _profile(header, np.asarray(data["counts"], float), np.asarray(data["squares"], float))
    except FAULTS as fault:
        reason = str(fault).partition("\n")[0] or type(fault).__name__
        raise FileError(
            f"a profile is a .npz file of `pwlact models profile`, got {str(path)!r}: {reason}; make it again"
        ) from fault


def _profile(header: dict[str, Any], counts: Any, squares: Any) -> Profile:
    if header["schema"] != SCHEMA:
        raise ValueError(f"schema {header['schema']!r} for {SCHEMA!r}")
    listed = header["sites"]
    if not listed or counts.shape != (len(listed), CELLS) or squares.shape != counts.shape:
        raise ValueError(f"arrays of shape {counts.shape} for {len(listed)} sites")
    if not all(np.all(np.isfinite(part)) and np.all(part >= 0.0) for part in (counts, squares)):
        raise ValueError("a count that is negative or not finite")
    sites = tuple(
        SiteProfile(
            name=str(site["name"]),
            function=str(site["function"]),
            counts=row,
            squares=square if site["sensitivity"] else None,
            beyond=int(site["beyond"]),
        )
        for site, row, square in zip(listed, counts, squares, strict=True)
    )
    return Profile(network=str(header["network"]), samples=int(header["samples"]), sites=sites)


def _has_squares(site: SiteProfile) -> bool:
    return site.squares is not None
